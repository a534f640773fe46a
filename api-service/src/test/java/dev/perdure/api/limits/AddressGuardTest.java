package dev.perdure.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.net.Cidr;
import org.junit.jupiter.api.Test;

class AddressGuardTest {

  @Test
  void addressesOfOneSubscriberAreCountedTogether() {
    assertThat(counted("2001:db8:1:2::1"))
        .isEqualTo(counted("2001:db8:1:2:ffff:ffff:ffff:ffff"))
        .isNotEqualTo(counted("2001:db8:1:3::1"));
    assertThat(counted("192.0.2.1")).isEqualTo("192.0.2.1").isNotEqualTo(counted("192.0.2.2"));
  }

  private static String counted(String address) {
    return AddressGuard.counted(Cidr.literal(address).orElseThrow());
  }
}
