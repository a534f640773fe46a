package dev.perdure.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
  void opensWhatIsUnderAnOldPepperAndSealsItAgain() {
    byte[] sealed = seal.close("one", PLAIN);
    Seal changed = new Seal("a new pepper", List.of("an older one", "a pepper"), "keys");
    assertThat(changed.open("one", sealed)).contains(PLAIN);
    byte[] again = changed.again("one", sealed).orElseThrow();
    Seal forgetful = new Seal("a new pepper", "keys");
    assertThat(forgetful.open("one", again)).contains(PLAIN);
    assertThat(forgetful.open("one", sealed)).isEmpty();
    assertThat(forgetful.again("one", sealed)).as("can't be opened").isEmpty();
    assertThat(changed.again("one", again)).as("need not be").isEmpty();
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
