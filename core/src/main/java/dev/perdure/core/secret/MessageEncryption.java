package dev.perdure.core.secret;

import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.tenant.OrgId;

/**
 * How what people, agents and tools said is kept, in PostgreSQL and in Redis.
 *
 * @param cipher reads what is encrypted, whether new values are or not. Values are written and read
 *     while a transaction is open: it must get its keys from elsewhere than the pool of that
 * @param on whether new values are encrypted
 */
public record MessageEncryption(FieldCipher cipher, boolean on) {

  /** Nothing is encrypted, and what is can't be read. */
  public static MessageEncryption none() {
    return new MessageEncryption(new NoKeys(), false);
  }

  private static final class NoKeys implements FieldCipher {

    @Override
    public byte[] encrypt(OrgId orgId, FieldName field, byte[] value) {
      throw new IllegalStateException("messages are not encrypted here");
    }

    @Override
    public byte[] decrypt(OrgId orgId, FieldName field, byte[] encrypted) {
      throw new UnreadableFieldException(field + " is encrypted; no keys are known here.", null);
    }
  }
}
