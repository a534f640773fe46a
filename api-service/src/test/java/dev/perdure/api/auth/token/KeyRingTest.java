package dev.perdure.api.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {

  private static final Duration ROTATION = Duration.ofDays(30);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SigningKey first = key("first", START);
  private final SigningKey second = key("second", START.plus(ROTATION));
  private final KeyRing both = new KeyRing(List.of(first, second));

  @Test
  void theFirstKeySignsAtOnce() {
    assertThat(new KeyRing(List.of(first)).signer(START)).contains(first);
    assertThat(new KeyRing(List.of()).signer(START)).isEmpty();
  }

  @Test
  void aNewKeyIsPublishedBeforeItSigns() {
    Instant made = second.madeAt();
    assertThat(both.published().getKeys()).hasSize(2).noneMatch(key -> key.isPrivate());
    assertThat(both.signer(made)).contains(first);
    assertThat(both.signer(made.plus(KeyRing.LEAD).minusMillis(1))).contains(first);
    assertThat(both.signer(made.plus(KeyRing.LEAD))).contains(second);
  }

  @Test
  void anOldKeyStaysUntilItsLastTokenIsOver() {
    Instant signs = second.madeAt().plus(KeyRing.LEAD);
    assertThat(both.over(signs)).isEmpty();
    assertThat(both.over(signs.plus(KeyRing.STAYS).minusMillis(1))).isEmpty();
    assertThat(both.over(signs.plus(KeyRing.STAYS))).containsExactly(first);
  }

  @Test
  void theNewestStaysForEver() {
    assertThat(both.over(START.plus(Duration.ofDays(9999)))).containsExactly(first);
    assertThat(new KeyRing(List.of(first)).over(START.plus(Duration.ofDays(9999)))).isEmpty();
  }

  @Test
  void aNewOneIsWantedOnSchedule() {
    KeyRing ring = new KeyRing(List.of(first));
    assertThat(ring.wantsNew(START.plus(ROTATION).minusMillis(1), ROTATION)).isFalse();
    assertThat(ring.wantsNew(START.plus(ROTATION), ROTATION)).isTrue();
    assertThat(new KeyRing(List.of()).wantsNew(START, ROTATION)).isTrue();
  }

  private static SigningKey key(String id, Instant madeAt) {
    try {
      return new SigningKey(new ECKeyGenerator(Curve.P_256).keyID(id).generate(), madeAt);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
