package dev.perdure.security.encryption;

import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.MessageBodies;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Messages of one organization, which are changed ten at a time. */
final class Said implements MessageBodies {

  private static final int ROWS = 10;

  final Map<String, byte[]> values = new TreeMap<>();
  private final FieldCipher cipher;

  /** How many parts are done before the machine stops. */
  int stopAfter = Integer.MAX_VALUE;

  Said(FieldCipher cipher) {
    this.cipher = cipher;
  }

  @Override
  public Part change(OrgId orgId, Change change, @Nullable String from) {
    if (stopAfter-- == 0) {
      throw new IllegalStateException("the machine stopped");
    }
    int keyId = ((Change.EncryptAnew) change).keyId();
    String last = null;
    int seen = 0;
    int changed = 0;
    for (Map.Entry<String, byte[]> row : values.entrySet()) {
      if (seen < ROWS && (from == null || row.getKey().compareTo(from) > 0)) {
        seen++;
        last = row.getKey();
        if (Rows.keyOf(row.getValue()) != keyId) {
          byte[] value = cipher.decrypt(orgId, Rows.field(last), row.getValue());
          row.setValue(cipher.encrypt(orgId, Rows.field(last), value));
          changed++;
        }
      }
    }
    return new Part(changed, seen < ROWS ? null : last);
  }
}
