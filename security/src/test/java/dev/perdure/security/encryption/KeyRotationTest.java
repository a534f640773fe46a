package dev.perdure.security.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.UnreadableFieldException;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyRotationTest {

  private static final Duration CACHE = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofSeconds(60);

  private final MemoryKeysets store = new MemoryKeysets();
  private final KeyRing ring = KeyRing.of(List.of(EncryptionTest.newKey()));
  private final OrgId org = new OrgId(UUID.randomUUID());
  private final Rows rows = new Rows();
  private final FieldCipher cipher = node(KeyPurpose.FIELDS);
  private final Said said = new Said(node(KeyPurpose.MESSAGES));
  private final KeyRotation rotation = new KeyRotation(store, ring, cipher, rows, said, SETTLE);

  @Test
  void everythingIsUnderTheNewKeyInTheEndAndTheOldOneReadsNothing() {
    write(cipher, 250);
    byte[] old = rows.value("7");
    rotate(KeyPurpose.FIELDS);

    assertThat(rows.values.values().stream().map(Rows::keyOf).distinct()).hasSize(1);
    assertThat(Rows.keyOf(rows.value("7"))).isNotEqualTo(Rows.keyOf(old));
    FieldCipher another = node(KeyPurpose.FIELDS);
    rows.values.forEach(
        (id, value) -> assertThat(another.decrypt(org, Rows.field(id), value)).isEqualTo(text(id)));
    assertThatThrownBy(() -> another.decrypt(org, Rows.field("7"), old))
        .isInstanceOf(UnreadableFieldException.class);
  }

  @Test
  void aNodeThatLooksAwayNeverFailsInAnyPhase() {
    FieldCipher stale = node(KeyPurpose.FIELDS);
    write(stale, 3);
    assertThat(rotation.distribute(org, KeyPurpose.FIELDS)).isTrue();
    store.pass(SETTLE);
    // It has not looked since before the new key was there, and reads what another writes with it.
    assertThat(rotation.promote(org, KeyPurpose.FIELDS)).isTrue();
    byte[] byAnother = node(KeyPurpose.FIELDS).encrypt(org, Rows.field("new"), text("new"));
    assertThat(stale.decrypt(org, Rows.field("new"), byAnother)).isEqualTo(text("new"));
    assertThat(Rows.keyOf(stale.encrypt(org, Rows.field("own"), text("own"))))
        .isEqualTo(Rows.keyOf(byAnother));
  }

  @Test
  void noPhaseBeginsBeforeEveryNodeHasLeftTheOneBefore() {
    write(cipher, 1);
    rotation.distribute(org, KeyPurpose.FIELDS);
    store.pass(SETTLE.minusSeconds(1));
    assertThat(rotation.untilSettled(org, KeyPurpose.FIELDS)).isEqualTo(Duration.ofSeconds(1));
    assertThat(rotation.promote(org, KeyPurpose.FIELDS)).isFalse();
    store.pass(Duration.ofSeconds(1));
    assertThat(rotation.promote(org, KeyPurpose.FIELDS)).isTrue();
    assertThat(rotation.finish(org, KeyPurpose.FIELDS)).isFalse();
    store.pass(SETTLE);
    assertThat(rotation.finish(org, KeyPurpose.FIELDS)).isTrue();
  }

  @Test
  void whatStopsInTheMiddleIsGoneOnWithAndBeginsNoSecondRotation() {
    write(cipher, 250);
    rotation.distribute(org, KeyPurpose.FIELDS);
    assertThat(rotation.distribute(org, KeyPurpose.FIELDS)).isFalse();
    store.pass(SETTLE);
    rotation.promote(org, KeyPurpose.FIELDS);
    assertThat(rotation.promote(org, KeyPurpose.FIELDS)).isFalse();
    store.pass(SETTLE);

    rows.stopAfter = 130;
    assertThatThrownBy(() -> rotation.finish(org, KeyPurpose.FIELDS))
        .isInstanceOf(IllegalStateException.class);
    rows.values.forEach(
        (id, value) -> assertThat(cipher.decrypt(org, Rows.field(id), value)).isEqualTo(text(id)));
    rows.stopAfter = Integer.MAX_VALUE;
    assertThat(rotation.finish(org, KeyPurpose.FIELDS)).isTrue();
    assertThat(rows.values.values().stream().map(Rows::keyOf).distinct()).hasSize(1);
    assertThat(rotation.finish(org, KeyPurpose.FIELDS)).isFalse();
  }

  @Test
  void messagesAreUnderTheirNewKeyInTheEndWhereverItStops() {
    FieldCipher messages = node(KeyPurpose.MESSAGES);
    for (int i = 0; i < 55; i++) {
      String id = Integer.toString(i);
      said.values.put(id, messages.encrypt(org, Rows.field(id), text(id)));
    }
    byte[] old = Objects.requireNonNull(said.values.get("7"));
    assertThat(rotation.distribute(org, KeyPurpose.FIELDS)).isFalse();
    rotation.distribute(org, KeyPurpose.MESSAGES);
    store.pass(SETTLE);
    rotation.promote(org, KeyPurpose.MESSAGES);
    store.pass(SETTLE);

    said.stopAfter = 3;
    assertThatThrownBy(() -> rotation.finish(org, KeyPurpose.MESSAGES))
        .isInstanceOf(IllegalStateException.class);
    said.values.forEach((id, value) ->
        assertThat(messages.decrypt(org, Rows.field(id), value)).isEqualTo(text(id)));
    said.stopAfter = Integer.MAX_VALUE;
    assertThat(rotation.finish(org, KeyPurpose.MESSAGES)).isTrue();
    assertThat(said.values.values().stream().map(Rows::keyOf).distinct()).hasSize(1);
    FieldCipher another = node(KeyPurpose.MESSAGES);
    assertThatThrownBy(() -> another.decrypt(org, Rows.field("7"), old))
        .isInstanceOf(UnreadableFieldException.class);
  }

  @Test
  void oldPayloadsOfHistoriesAreStillRead() {
    FieldCipher payloads = node(KeyPurpose.PAYLOADS);
    byte[] old = payloads.encrypt(org, Rows.field("p"), text("p"));
    rotate(KeyPurpose.PAYLOADS);
    rotate(KeyPurpose.PAYLOADS);
    FieldCipher another = node(KeyPurpose.PAYLOADS);
    assertThat(another.decrypt(org, Rows.field("p"), old)).isEqualTo(text("p"));
    assertThat(Rows.keyOf(another.encrypt(org, Rows.field("p"), text("p"))))
        .isNotEqualTo(Rows.keyOf(old));
  }

  @Test
  void anOrganizationWithoutKeysHasNothingToRotate() {
    assertThat(rotation.distribute(org, KeyPurpose.FIELDS)).isFalse();
    assertThat(rotation.rewrap(org, KeyPurpose.FIELDS)).isFalse();
    assertThat(store.organizations()).isEmpty();
  }

  private void rotate(KeyPurpose purpose) {
    assertThat(rotation.distribute(org, purpose)).isTrue();
    store.pass(SETTLE);
    assertThat(rotation.promote(org, purpose)).isTrue();
    store.pass(SETTLE);
    assertThat(rotation.finish(org, purpose)).isTrue();
  }

  private void write(FieldCipher node, int count) {
    for (int i = 0; i < count; i++) {
      String id = Integer.toString(i);
      rows.values.put(id, node.encrypt(org, Rows.field(id), text(id)));
    }
  }

  private FieldCipher node(KeyPurpose purpose) {
    return new TinkFieldCipher(new Keysets(store, ring, CACHE, store::now), purpose);
  }

  private static byte[] text(String id) {
    return ("the value of " + id).getBytes(UTF_8);
  }
}
