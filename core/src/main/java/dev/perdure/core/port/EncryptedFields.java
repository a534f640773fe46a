package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;

/** Port: every column that is encrypted, for the rotation of keys. */
public interface EncryptedFields {

  /**
   * Encrypts some values anew that are not under a key.
   *
   * @param keyId of the key that shall encrypt everything
   * @param most how many values to do, so that each call is short
   * @return how many were done; fewer than {@code most} when none is left
   */
  int encryptAnew(OrgId orgId, FieldCipher cipher, int keyId, int most);
}
