package dev.perdure.api.signing;

import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.SigningStore;
import dev.perdure.core.port.SigningStore.Added;
import dev.perdure.core.port.SigningStore.SealedSecret;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes signing secrets of API keys and finds them again; they are stored encrypted. */
public final class SigningSecrets {

  private final SigningStore store;
  private final FieldCipher cipher;
  private final Supplier<UUID> ids;
  private final SecureRandom random = new SecureRandom();

  public SigningSecrets(SigningStore store, FieldCipher cipher, Supplier<UUID> ids) {
    this.store = store;
    this.cipher = cipher;
    this.ids = ids;
  }

  /**
   * Makes a secret for a key of the organization. It is not shown again.
   *
   * @param overlap how long the one before it is still taken
   */
  public Made make(Requester by, UUID keyId, Duration overlap) {
    Fresh fresh = fresh(by.orgId());
    return new Made(fresh.secret(), store.add(by, keyId, fresh.sealed(), overlap));
  }

  /** Makes a secret that nobody has stored yet. */
  public Fresh fresh(OrgId orgId) {
    SigningSecret secret = SigningSecret.generate(random);
    UUID id = ids.get();
    byte[] encrypted = cipher.encrypt(orgId, field(id), secret.bytes());
    return new Fresh(secret, new SealedSecret(id, encrypted));
  }

  /** The secrets of a key that are in force. */
  List<SigningSecret> of(OrgId orgId, UUID keyId) {
    return store.secrets(orgId, keyId).stream()
        .map(sealed -> cipher.decrypt(orgId, field(sealed.id()), sealed.encrypted()))
        .map(SigningSecret::of)
        .toList();
  }

  private static FieldName field(UUID id) {
    return new FieldName("signing_secrets", id, "secret");
  }

  /** A secret, and what is stored of it. */
  public record Fresh(SigningSecret secret, SealedSecret sealed) {}

  /** A secret, for its owner. */
  public record Made(SigningSecret secret, Added added) {}
}
