package dev.perdure.store;

import java.util.List;

/**
 * A column whose values are encrypted. Each has to be in this list, so that the rotation of keys
 * finds it.
 *
 * @param id what makes the id of the value's {@code FieldName}, in SQL
 */
record EncryptedColumn(String table, String id, String column) {

  static final List<EncryptedColumn> ALL =
      List.of(
          new EncryptedColumn("secrets", "id::text", "value"),
          new EncryptedColumn("signing_secrets", "id::text", "secret"),
          new EncryptedColumn("model_credentials", "id::text", "key"));

  /** Values that are not under the key {@code :key}. */
  String notUnderKey() {
    return """
    SELECT %2$s AS id, %3$s AS value FROM %1$s
    WHERE org_id = :org AND %3$s IS NOT NULL AND substring(%3$s FROM 2 FOR 4) <> int4send(:key)
    LIMIT :most
    """
        .formatted(table, id, column);
  }

  /** Puts another value in the place of the one that was read. */
  String replace() {
    return "UPDATE %1$s SET %3$s = :anew WHERE org_id = :org AND %2$s = :id AND %3$s = :value"
        .formatted(table, id, column);
  }
}
