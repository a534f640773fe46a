package dev.perdure.security.encryption;

import com.google.crypto.tink.Aead;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.UnreadableFieldException;
import dev.perdure.core.tenant.OrgId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Encrypts with Tink. What it makes begins with the id of its key. */
public final class TinkFieldCipher implements FieldCipher {

  private static final byte PREFIX = 1;
  private static final int PREFIX_BYTES = 5;

  private final Keysets keysets;
  private final KeyPurpose purpose;

  public TinkFieldCipher(Keysets keysets, KeyPurpose purpose) {
    this.keysets = keysets;
    this.purpose = purpose;
  }

  @Override
  public byte[] encrypt(OrgId orgId, FieldName field, byte[] value) {
    Aead aead = keysets.fresh(orgId, purpose).aead();
    try {
      return aead.encrypt(value, associatedData(orgId, field));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(field + " of " + orgId + " can't be encrypted", e);
    }
  }

  @Override
  public byte[] decrypt(OrgId orgId, FieldName field, byte[] encrypted) {
    if (encrypted.length < PREFIX_BYTES || encrypted[0] != PREFIX) {
      throw unreadable(orgId, field, "it is not encrypted, or cut off", null);
    }
    int keyId = ByteBuffer.wrap(encrypted, 1, PREFIX_BYTES - 1).getInt();
    Keysets.Known known = keysets.knowing(orgId, purpose, keyId);
    if (!known.keys().has(keyId)) {
      throw unreadable(orgId, field, "its organization has no such key", null);
    }
    try {
      return known.aead().decrypt(encrypted, associatedData(orgId, field));
    } catch (GeneralSecurityException e) {
      throw unreadable(orgId, field, "it was changed or moved", e);
    }
  }

  private static UnreadableFieldException unreadable(
      OrgId orgId, FieldName field, String why, @Nullable Exception e) {
    return new UnreadableFieldException(
        "%s of organization %s can't be decrypted: %s.".formatted(field, orgId, why), e);
  }

  private static byte[] associatedData(OrgId orgId, FieldName field) {
    // The id, which alone may hold a bar, stands between parts that can't.
    return "%s|%s|%s|%s"
        .formatted(orgId, field.table(), field.id(), field.column())
        .getBytes(StandardCharsets.UTF_8);
  }
}
