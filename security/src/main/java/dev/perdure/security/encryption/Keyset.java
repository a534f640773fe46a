package dev.perdure.security.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.KeyWrapper;
import dev.perdure.core.secret.KeysetPhase;
import dev.perdure.core.secret.StoredKeyset;
import dev.perdure.core.secret.UnreadableFieldException;
import dev.perdure.core.tenant.OrgId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.stream.IntStream;

/**
 * The keys of an organization, in the clear: AES-256-GCM. Never changed; a change makes another.
 */
final class Keyset {

  private final KeysetHandle handle;

  private Keyset(KeysetHandle handle) {
    this.handle = handle;
  }

  /** One new key. */
  static Keyset generate() throws GeneralSecurityException {
    return new Keyset(
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()));
  }

  /**
   * Decrypts what is stored.
   *
   * @throws UnreadableFieldException when its key-encryption key is missing, or it was changed
   */
  static Keyset unwrap(StoredKeyset stored, KeyRing ring) {
    String what = "The keyset of organization " + stored.orgId();
    KeyWrapper key = ring.named(stored.wrappedBy(), what);
    try {
      return new Keyset(
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              stored.wrapped(),
              aead(key),
              associatedData(stored.orgId(), stored.purpose()),
              AeadConfig2026.get()));
    } catch (GeneralSecurityException e) {
      throw new UnreadableFieldException(what + " can't be decrypted.", e);
    }
  }

  /** Encrypts it, to be stored. */
  byte[] wrap(OrgId orgId, KeyPurpose purpose, KeyWrapper key) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeEncryptedKeyset(
        handle, aead(key), associatedData(orgId, purpose), AeadConfig2026.get());
  }

  Aead primitive() throws GeneralSecurityException {
    return handle.getPrimitive(AeadConfig2026.get(), Aead.class);
  }

  /** The key that encrypts. */
  int primaryId() {
    return handle.getPrimary().getId();
  }

  /** Whether this key can decrypt here. */
  boolean has(int keyId) {
    return entries()
        .anyMatch(entry -> entry.getId() == keyId && entry.getStatus() == KeyStatus.ENABLED);
  }

  /** With a new key that encrypts nothing yet, and without the keys that were disabled. */
  Keyset withNewKey() throws GeneralSecurityException {
    var builder = builder();
    for (int i = builder.size() - 1; i >= 0; i--) {
      if (builder.getAt(i).getStatus() == KeyStatus.DISABLED) {
        builder.deleteAt(i);
      }
    }
    builder.addEntry(
        KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
            .withRandomId());
    return new Keyset(builder.build());
  }

  /** The newest key encrypts. */
  Keyset promoted() throws GeneralSecurityException {
    var builder = builder();
    builder.getAt(builder.size() - 1).makePrimary();
    return new Keyset(builder.build());
  }

  /** Only the key that encrypts decrypts. */
  Keyset withoutOldKeys() throws GeneralSecurityException {
    var builder = builder();
    for (int i = 0; i < builder.size(); i++) {
      if (!builder.getAt(i).isPrimary()) {
        builder.getAt(i).setStatus(KeyStatus.DISABLED);
      }
    }
    return new Keyset(builder.build());
  }

  /** What takes the place of a stored one. */
  StoredKeyset inPlaceOf(StoredKeyset before, KeysetPhase phase, KeyWrapper key)
      throws GeneralSecurityException {
    return before.changed(key.id(), wrap(before.orgId(), before.purpose(), key), phase);
  }

  private KeysetHandle.Builder builder() {
    return KeysetHandle.newBuilder(handle).setConfiguration(AeadConfig2026.get());
  }

  private java.util.stream.Stream<KeysetHandle.Entry> entries() {
    return IntStream.range(0, handle.size()).mapToObj(handle::getAt);
  }

  private static byte[] associatedData(OrgId orgId, KeyPurpose purpose) {
    return ("keyset|" + orgId + "|" + purpose.wireName()).getBytes(StandardCharsets.UTF_8);
  }

  private static Aead aead(KeyWrapper key) {
    return new Aead() {
      @Override
      public byte[] encrypt(byte[] plaintext, byte[] associatedData)
          throws GeneralSecurityException {
        return key.wrap(plaintext, associatedData);
      }

      @Override
      public byte[] decrypt(byte[] ciphertext, byte[] associatedData)
          throws GeneralSecurityException {
        return key.unwrap(ciphertext, associatedData);
      }
    };
  }
}
