package dev.perdure.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.KeysetPhase;
import dev.perdure.core.secret.ModelKey;
import dev.perdure.core.secret.Secret;
import dev.perdure.core.secret.StoredKeyset;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is kept encrypted. The encryption itself is tested in the module security. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VaultTest {

  private final StoreFixture fixture = new StoreFixture(VaultTest.class);
  private final SealedCipher cipher = new SealedCipher();
  private final Vault vault = fixture.vault(cipher);
  private final Caller caller = fixture.caller();
  private final OrgId org = caller.orgId();
  private final Actor actor = Actor.of(caller, "192.0.2.1", "test");

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void aSecretIsUsedByItsNameAndItsRowAndAuditHoldNoValue() {
    Secret made = create("mail", "smtp-password-1");
    assertThat(vault.secrets().use(org, "mail")).contains("smtp-password-1");
    Secret changed = vault.secrets().update(actor, org, "mail", null, "smtp-password-2");
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.description()).isEqualTo("for tests");
    assertThat(vault.secrets().use(org, "mail")).contains("smtp-password-2");
    assertThat(vault.secrets().find(org, "mail").orElseThrow().lastUsedAt()).isNotNull();
    assertThat(vault.secrets().update(actor, org, "mail", "", null).description()).isNull();
    vault.secrets().delete(actor, org, "mail");
    assertThat(vault.secrets().use(org, "mail")).isEmpty();

    var told = fixture.store().audit().search(org, AuditFilter.all(), StoreFixture.ALL).items();
    assertThat(
            told.stream().filter(each -> each.entry().target().id().equals(made.id().toString())))
        .extracting(each -> each.entry().action())
        .containsExactly("secret.delete", "secret.update", "secret.update", "secret.create");
    assertThat(told.toString()).contains("mail").doesNotContain("smtp-password");
  }

  @Test
  void aNameIsGivenOnceInAnOrganization() {
    create("once", "a");
    assertThat(
            catchThrowableOfType(PerdureException.class, () -> create("once", "b")).error().code())
        .isEqualTo("secret_name_taken");
    Caller stranger = fixture.caller();
    vault
        .secrets()
        .create(
            Actor.of(stranger, null, null), stranger.orgId(), stranger.userId(), "once", null, "c");
    assertThat(vault.secrets().use(org, "once")).contains("a");
    assertThat(vault.secrets().use(stranger.orgId(), "once")).contains("c");
  }

  @Test
  void anotherOrganizationFindsChangesAndRemovesNothing() {
    create("mine", "value");
    Caller stranger = fixture.caller();
    Actor other = Actor.of(stranger, null, null);
    assertThat(vault.secrets().find(stranger.orgId(), "mine")).isEmpty();
    assertThatThrownBy(
            () -> vault.secrets().update(other, stranger.orgId(), "mine", null, "stolen"))
        .hasMessageContaining("secret_not_found");
    assertThatThrownBy(() -> vault.secrets().delete(other, stranger.orgId(), "mine"))
        .hasMessageContaining("secret_not_found");
    assertThat(vault.secrets().use(org, "mine")).contains("value");
  }

  @Test
  void aModelCredentialIsReplacedAndTakenAway() {
    var keys = vault.modelCredentials();
    keys.put(actor, org, caller.userId(), "openai", new ModelKey("sk-1", null, "gpt-5"));
    var second = keys.put(actor, org, caller.userId(), "openai", new ModelKey("sk-2", null, null));
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.defaultModel()).isNull();
    assertThat(keys.use(org, "openai").orElseThrow().key()).isEqualTo("sk-2");
    assertThat(keys.providers(org)).containsExactly("openai");
    assertThat(keys.use(fixture.caller().orgId(), "openai")).isEmpty();
    keys.delete(actor, org, "openai");
    assertThat(keys.use(org, "openai")).isEmpty();
    assertThatThrownBy(() -> keys.delete(actor, org, "openai"))
        .hasMessageContaining("model_credential_not_found");
  }

  @Test
  void oneOfTwoFirstKeysetsIsKeptAndAChangeOfAnOldVersionIsRefused() {
    OrgId fresh = fixture.caller().orgId();
    var keysets = fixture.keysets();
    assertThat(keysets.find(fresh, KeyPurpose.FIELDS)).isEmpty();
    assertThat(keysets.insert(keyset(fresh, "one"))).isTrue();
    assertThat(keysets.insert(keyset(fresh, "two"))).isFalse();
    StoredKeyset stored = keysets.find(fresh, KeyPurpose.FIELDS).orElseThrow();
    assertThat(new String(stored.wrapped(), UTF_8)).isEqualTo("one");
    assertThat(keysets.organizations()).contains(fresh);

    StoredKeyset next = stored.changed("kek", "next".getBytes(UTF_8), KeysetPhase.DISTRIBUTED);
    assertThat(keysets.replace(next)).isTrue();
    assertThat(keysets.replace(next)).isFalse();
    StoredKeyset after = keysets.find(fresh, KeyPurpose.FIELDS).orElseThrow();
    assertThat(after.phase()).isEqualTo(KeysetPhase.DISTRIBUTED);
    assertThat(after.age().isNegative()).isFalse();
  }

  @Test
  void everyValueIsEncryptedAnewInBatchesAndNoOtherOrganizations() {
    Caller owner = fixture.caller();
    Actor owning = Actor.of(owner, null, null);
    for (int i = 0; i < 7; i++) {
      vault.secrets().create(owning, owner.orgId(), owner.userId(), "s" + i, null, "value " + i);
    }
    vault
        .modelCredentials()
        .put(owning, owner.orgId(), owner.userId(), "openai", new ModelKey("sk", null, null));
    create("untouched", "value");
    cipher.key = 2;
    try {
      assertThat(vault.fields().encryptAnew(owner.orgId(), cipher, 2, 5)).isEqualTo(5);
      assertThat(vault.fields().encryptAnew(owner.orgId(), cipher, 2, 5)).isEqualTo(3);
      assertThat(vault.fields().encryptAnew(owner.orgId(), cipher, 2, 5)).isZero();
    } finally {
      cipher.key = 1;
    }
    for (int i = 0; i < 7; i++) {
      assertThat(vault.secrets().use(owner.orgId(), "s" + i)).contains("value " + i);
    }
    List<Integer> keys =
        fixture
            .sql()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT DISTINCT get_byte(value, 4) FROM secrets WHERE org_id = :org")
                    .bind("org", org.value())
                    .mapTo(Integer.class)
                    .list());
    assertThat(keys).containsExactly(1);
  }

  private Secret create(String name, String value) {
    return vault.secrets().create(actor, org, caller.userId(), name, "for tests", value);
  }

  private static StoredKeyset keyset(OrgId orgId, String wrapped) {
    return StoredKeyset.first(orgId, KeyPurpose.FIELDS, "kek", wrapped.getBytes(UTF_8));
  }

  /** No encryption: a key id, and the place sealed in with the value. */
  private static final class SealedCipher implements FieldCipher {

    private int key = 1;

    @Override
    public byte[] encrypt(OrgId orgId, FieldName field, byte[] value) {
      byte[] place = (orgId + "|" + field + "|").getBytes(UTF_8);
      return ByteBuffer.allocate(5 + place.length + value.length)
          .put((byte) 1)
          .putInt(key)
          .put(place)
          .put(value)
          .array();
    }

    @Override
    public byte[] decrypt(OrgId orgId, FieldName field, byte[] encrypted) {
      String text = new String(encrypted, 5, encrypted.length - 5, UTF_8);
      String place = orgId + "|" + field + "|";
      if (!text.startsWith(place)) {
        throw new IllegalStateException("moved");
      }
      return text.substring(place.length()).getBytes(UTF_8);
    }
  }
}
