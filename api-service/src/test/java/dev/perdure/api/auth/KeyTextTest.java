package dev.perdure.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyTextTest {

  private final KeyText key = KeyText.generate(UUID.randomUUID(), new SecureRandom());

  @Test
  void isReadBackAsItWasWritten() {
    assertThat(key.text()).matches("pdr_[0-9a-f]{32}_[0-9A-Za-z]{38}");
    assertThat(KeyText.parse(key.text())).contains(key);
  }

  @Test
  void noSingleChangedCharacterPassesTheChecksum() {
    String text = key.text();
    for (int at = 0; at < text.length(); at++) {
      char other = text.charAt(at) == '0' ? '1' : '0';
      String changed = text.substring(0, at) + other + text.substring(at + 1);
      assertThat(KeyText.parse(changed)).as(changed).isEmpty();
    }
  }

  @Test
  void isNotToldByItsOwnText() {
    assertThat(key.toString()).doesNotContain(key.secret());
  }

  @Test
  void itsHashDependsOnThePepper() {
    byte[] stored = new KeyHash("one pepper").of(key);
    assertThat(new KeyHash("one pepper").matches(key, stored)).isTrue();
    assertThat(new KeyHash("another pepper").matches(key, stored)).isFalse();
  }
}
