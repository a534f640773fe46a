package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.SigningKeys;
import dev.perdure.core.tenant.SealedKey;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigningKeysTest {

  private final StoreFixture fixture = new StoreFixture(SigningKeysTest.class);
  private final SigningKeys keys = fixture.store().signingKeys();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void addsOneOfThoseThatNodesMakeAtOnce() {
    Duration rotation = Duration.ofDays(30);
    assertThat(keys.all()).isEmpty();
    assertThat(Together.call(4, i -> keys.add("key" + i, new byte[] {(byte) i}, rotation)))
        .containsOnlyOnce(true);
    assertThat(keys.all()).hasSize(1);
    assertThat(keys.add("next", new byte[] {9}, Duration.ZERO)).isTrue();
    assertThat(keys.all()).hasSize(2).extracting(SealedKey::id).last().isEqualTo("next");
    assertThat(keys.all().getLast().sealed()).containsExactly(9);
    SealedKey next = keys.all().getLast();
    assertThat(keys.reseal(next, new byte[] {8})).isTrue();
    assertThat(keys.reseal(next, new byte[] {7})).as("it is sealed otherwise already").isFalse();
    assertThat(keys.all().getLast().sealed()).containsExactly(8);
    keys.forget("next");
    assertThat(keys.reseal(next, new byte[] {6})).as("it is gone").isFalse();
    assertThat(keys.all()).extracting(SealedKey::id).doesNotContain("next");
  }
}
