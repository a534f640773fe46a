package dev.perdure.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SealTest {

  private static final byte[] PLAIN = "a key".getBytes(StandardCharsets.UTF_8);

  private final Seal seal = new Seal("a pepper", "keys");

  @Test
  void opensWhatItClosedUnderTheSameNameOnly() {
    byte[] sealed = seal.close("one", PLAIN);
    assertThat(seal.open("one", sealed)).contains(PLAIN);
    assertThat(seal.open("two", sealed)).isEmpty();
    assertThat(new Seal("a pepper", "logins").open("one", sealed)).isEmpty();
    assertThat(new Seal("another pepper", "keys").open("one", sealed)).isEmpty();
    assertThat(seal.close("one", PLAIN)).isNotEqualTo(sealed);
  }

  @Test
  void refusesWhatWasChanged() {
    byte[] sealed = seal.close("one", PLAIN);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(seal.open("one", changed)).isEmpty();
    }
    assertThat(seal.open("one", new byte[3])).isEmpty();
  }
}
