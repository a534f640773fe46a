package dev.perdure.security.encryption;

import dev.perdure.core.port.EncryptedFields;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.tenant.OrgId;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A column with encrypted values, of one organization. */
final class Rows implements EncryptedFields {

  final Map<String, byte[]> values = new TreeMap<>();
  int stopAfter = Integer.MAX_VALUE;

  @Override
  public int encryptAnew(OrgId orgId, FieldCipher cipher, int keyId, int most) {
    int done = 0;
    for (Map.Entry<String, byte[]> row : values.entrySet()) {
      if (done < most && keyOf(row.getValue()) != keyId) {
        if (stopAfter-- == 0) {
          throw new IllegalStateException("the machine stopped");
        }
        byte[] value = cipher.decrypt(orgId, field(row.getKey()), row.getValue());
        row.setValue(cipher.encrypt(orgId, field(row.getKey()), value));
        done++;
      }
    }
    return done;
  }

  byte[] value(String id) {
    return Objects.requireNonNull(values.get(id));
  }

  static FieldName field(String id) {
    return new FieldName("secrets", id, "value");
  }

  static int keyOf(byte[] encrypted) {
    return ByteBuffer.wrap(encrypted, 1, 4).getInt();
  }
}
