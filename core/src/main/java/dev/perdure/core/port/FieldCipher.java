package dev.perdure.core.port;

import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.UnreadableFieldException;
import dev.perdure.core.tenant.OrgId;

/**
 * Port: encrypts values with the keys of an organization. The keys are made on first use. A value
 * is bound to its organization and place. Its keys may have to be read from the database: do not
 * call it while a transaction is open.
 */
public interface FieldCipher {

  /** Encrypts a value. */
  byte[] encrypt(OrgId orgId, FieldName field, byte[] value);

  /**
   * Decrypts a value.
   *
   * @throws UnreadableFieldException when its key is gone, or it was changed or moved
   */
  byte[] decrypt(OrgId orgId, FieldName field, byte[] encrypted);
}
