package dev.perdure.store;

import dev.perdure.core.port.EncryptedFields;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.tenant.OrgId;
import java.util.List;

/** Encrypts columns anew, a few values at a time. A value that is changed meanwhile is left. */
final class JdbiEncryptedFields implements EncryptedFields {

  private final Db db;
  private final List<EncryptedColumn> columns;

  JdbiEncryptedFields(Db db) {
    this.db = db;
    this.columns = EncryptedColumn.ALL;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Value(String id, byte[] bytes) {}

  @Override
  public int encryptAnew(OrgId orgId, FieldCipher cipher, int keyId, int most) {
    int done = 0;
    for (EncryptedColumn column : columns) {
      if (done < most) {
        List<Value> values = values(orgId, column, keyId, most - done);
        values.forEach(value -> encryptAnew(orgId, cipher, column, value));
        done += values.size();
      }
    }
    return done;
  }

  private List<Value> values(OrgId orgId, EncryptedColumn column, int keyId, int most) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(column.notUnderKey())
                .bind("org", orgId.value())
                .bind("key", keyId)
                .bind("most", most)
                .map((rs, ctx) -> new Value(rs.getString("id"), rs.getBytes("value")))
                .list());
  }

  private void encryptAnew(OrgId orgId, FieldCipher cipher, EncryptedColumn column, Value value) {
    FieldName field = new FieldName(column.table(), value.id(), column.column());
    byte[] anew = cipher.encrypt(orgId, field, cipher.decrypt(orgId, field, value.bytes()));
    db.inOrg(
        orgId,
        handle ->
            handle
                .createUpdate(column.replace())
                .bind("org", orgId.value())
                .bind("id", value.id())
                .bind("value", value.bytes())
                .bind("anew", anew)
                .execute());
  }
}
