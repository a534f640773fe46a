package dev.perdure.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.net.Cidr;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

  private final ClientAddress behindProxies =
      new ClientAddress(List.of(Cidr.of("10.0.0.0/8"), Cidr.of("fd00::/8")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1|198.51.100.1|192.0.2.1|nobody believes a stranger",
        "10.0.0.1|198.51.100.1|198.51.100.1|what the proxy saw",
        "10.0.0.1|6.6.6.6, 198.51.100.1|198.51.100.1|what the client wrote itself",
        "10.0.0.1|198.51.100.1, 10.0.0.2|198.51.100.1|two proxies",
        "10.0.0.1|10.0.0.3,10.0.0.2|10.0.0.3|nobody but proxies",
        "10.0.0.1|198.51.100.1, unknown|10.0.0.1|a proxy that hides it",
        "10.0.0.1|''|10.0.0.1|an empty header",
        "10.0.0.1|198.51.100.1:4711|10.0.0.1|a port",
        "10.0.0.1|0x7f000001|10.0.0.1|an odd spelling",
        "fd00::1|2001:db8::7|2001:db8::7|IPv6",
        "fd00::1|[2001:db8::7]|2001:db8::7|IPv6 in brackets",
      })
  void believesProxiesOnlyAndOnlyWhatTheyWrote(
      String peer, String forwarded, String client, String why) {
    assertThat(behindProxies.client(address(peer), List.of(forwarded)))
        .as(why)
        .isEqualTo(address(client));
  }

  @Test
  void readsSeveralHeadersAsOneAndNoneAsNothing() {
    assertThat(
            behindProxies.client(
                address("10.0.0.1"), List.of("6.6.6.6", "198.51.100.1", "10.0.0.2")))
        .isEqualTo(address("198.51.100.1"));
    assertThat(behindProxies.client(address("10.0.0.1"), null)).isEqualTo(address("10.0.0.1"));
    assertThat(new ClientAddress(List.of()).client(address("10.0.0.1"), List.of("1.2.3.4")))
        .isEqualTo(address("10.0.0.1"));
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }
}
