package dev.perdure.security.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.UnreadableFieldException;
import dev.perdure.core.tenant.OrgId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncryptionTest {

  private static final Duration CACHE = Duration.ofSeconds(30);
  private static final byte[] VALUE = "a secret of some length".getBytes(UTF_8);
  private static final FieldName FIELD = Rows.field("1");

  private final MemoryKeysets store = new MemoryKeysets();
  private final String key = newKey();
  private final OrgId org = newOrg();
  private final FieldCipher cipher = node(key);

  @Test
  void readsWhatItWrote() {
    byte[] encrypted = cipher.encrypt(org, FIELD, VALUE);
    assertThat(new String(encrypted, UTF_8)).doesNotContain("secret");
    assertThat(cipher.decrypt(org, FIELD, encrypted)).isEqualTo(VALUE);
    assertThat(node(key).decrypt(org, FIELD, encrypted)).isEqualTo(VALUE);
    assertThat(cipher.encrypt(org, FIELD, VALUE)).isNotEqualTo(encrypted);
  }

  @Test
  void refusesWhatWasMovedToAnotherRowColumnTableOrOrganization() {
    byte[] encrypted = cipher.encrypt(org, FIELD, VALUE);
    for (FieldName elsewhere :
        List.of(
            new FieldName("secrets", "2", "value"),
            new FieldName("secrets", "1", "other"),
            new FieldName("others", "1", "value"))) {
      assertThatThrownBy(() -> cipher.decrypt(org, elsewhere, encrypted))
          .isInstanceOf(UnreadableFieldException.class)
          .hasMessageContaining(elsewhere.table());
    }
    OrgId other = newOrg();
    cipher.encrypt(other, FIELD, VALUE);
    assertThatThrownBy(() -> cipher.decrypt(other, FIELD, encrypted))
        .isInstanceOf(UnreadableFieldException.class);
  }

  @Test
  void refusesEveryBitThatWasChangedAndEveryCut() {
    byte[] encrypted = cipher.encrypt(org, FIELD, VALUE);
    for (int i = 0; i < encrypted.length; i++) {
      byte[] changed = encrypted.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> cipher.decrypt(org, FIELD, changed))
          .isInstanceOf(UnreadableFieldException.class);
      byte[] cut = Arrays.copyOf(encrypted, i);
      assertThatThrownBy(() -> cipher.decrypt(org, FIELD, cut))
          .isInstanceOf(UnreadableFieldException.class);
    }
  }

  @Test
  void nodesThatMeetAnOrganizationAtTheSameMomentAgreeOnItsKeys() throws Exception {
    int nodes = 8;
    CyclicBarrier together = new CyclicBarrier(nodes);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> encrypted =
          IntStream.range(0, nodes)
              .mapToObj(_ ->
                  threads.submit(
                      (Callable<byte[]>)
                          () -> {
                            FieldCipher node = node(key);
                            together.await();
                            return node.encrypt(org, FIELD, VALUE);
                          }))
              .toList();
      for (Future<byte[]> each : encrypted) {
        assertThat(cipher.decrypt(org, FIELD, each.get())).isEqualTo(VALUE);
      }
    }
  }

  @Test
  void aKeyEncryptionKeyIsReplacedWhileTheOldOneStillDecrypts() {
    byte[] encrypted = cipher.encrypt(org, FIELD, VALUE);
    String next = newKey();
    assertThatThrownBy(() -> node(next).decrypt(org, FIELD, encrypted))
        .isInstanceOf(UnreadableFieldException.class)
        .hasMessageContaining(LocalKeyWrapper.of(key).id())
        .hasMessageNotContaining(key);
    assertThat(node(next, key).decrypt(org, FIELD, encrypted)).isEqualTo(VALUE);

    KeyRing ring = KeyRing.of(List.of(next, key));
    KeyRotation rotation =
        new KeyRotation(store, ring, node(next, key), new Rows(), new Said(node(next, key)), CACHE);
    assertThat(rotation.rewrap(org, KeyPurpose.FIELDS)).isTrue();
    assertThat(rotation.rewrap(org, KeyPurpose.FIELDS)).isFalse();
    assertThat(node(next).decrypt(org, FIELD, encrypted)).isEqualTo(VALUE);
  }

  @Test
  void aKeyThatIsNoneIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> KeyRing.of(List.of("c2hvcnQ=")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 5");
    assertThatThrownBy(() -> KeyRing.of(List.of("not/base64!!")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("not/base64")
        .hasNoCause();
    assertThatThrownBy(() -> KeyRing.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThat(KeyRing.of(List.of(key)).toString()).doesNotContain(key);
  }

  @Test
  void aKeysetIsNotReadAgainBeforeItsTime() {
    cipher.encrypt(org, FIELD, VALUE);
    int reads = store.reads;
    store.pass(CACHE.minusMillis(1));
    cipher.encrypt(org, FIELD, VALUE);
    assertThat(store.reads).isEqualTo(reads);
    store.pass(Duration.ofMillis(1));
    cipher.encrypt(org, FIELD, VALUE);
    assertThat(store.reads).isEqualTo(reads + 1);
  }

  private FieldCipher node(String... keys) {
    return new TinkFieldCipher(
        new Keysets(store, KeyRing.of(List.of(keys)), CACHE, store::now), KeyPurpose.FIELDS);
  }

  private static OrgId newOrg() {
    return new OrgId(UUID.randomUUID());
  }

  static String newKey() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
