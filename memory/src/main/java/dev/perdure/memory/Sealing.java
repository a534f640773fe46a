package dev.perdure.memory;

import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes and reads what stands in Redis: in the clear or encrypted, as the installation wants it.
 * Both are read. An encrypted value begins with a byte that neither JSON nor a text in UTF-8 begins
 * with. What can't be encrypted is not written; what can't be read counts as not there.
 */
final class Sealing {

  private static final Logger log = LoggerFactory.getLogger(Sealing.class);

  /** Never in UTF-8. */
  private static final byte SEALED = (byte) 0xFF;

  private final MessageEncryption encryption;

  Sealing(MessageEncryption encryption) {
    this.encryption = encryption;
  }

  /**
   * A value as it is to be written.
   *
   * @param key where it is kept or sent: the value is bound to that
   * @param part which of several values of the key it is
   */
  Optional<byte[]> seal(OrgId orgId, String key, long part, byte[] value) {
    if (!encryption.on()) {
      return Optional.of(value);
    }
    try {
      byte[] encrypted = encryption.cipher().encrypt(orgId, field(key, part), value);
      byte[] sealed = new byte[encrypted.length + 1];
      sealed[0] = SEALED;
      System.arraycopy(encrypted, 0, sealed, 1, encrypted.length);
      return Optional.of(sealed);
    } catch (RuntimeException e) {
      // The keys are in a database that may be away; Redis is only the quicker way.
      log.warn("Not kept in Redis, since it can't be encrypted: {}", e.toString());
      return Optional.empty();
    }
  }

  /** What was written; empty when it can't be read. */
  Optional<byte[]> open(OrgId orgId, String key, long part, byte[] stored) {
    if (!isSealed(stored)) {
      return Optional.of(stored);
    }
    byte[] encrypted = new byte[stored.length - 1];
    System.arraycopy(stored, 1, encrypted, 0, encrypted.length);
    try {
      return Optional.of(encryption.cipher().decrypt(orgId, field(key, part), encrypted));
    } catch (RuntimeException e) {
      log.warn("Taken as not in Redis, since it can't be decrypted: {}", e.toString());
      return Optional.empty();
    }
  }

  /** Whether a value is encrypted. */
  static boolean isSealed(byte[] stored) {
    return stored.length > 0 && stored[0] == SEALED;
  }

  private static FieldName field(String key, long part) {
    return new FieldName("redis", key + "/" + part, "value");
  }
}
