package dev.perdure.store;

import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Rows of an organization in every table: what ordinary work leaves, and the rest made up. */
final class EveryTable {

  private static final String COLUMNS =
      """
      SELECT column_name, data_type,
        coalesce((SELECT string_agg(pg_get_constraintdef(oid), ' ') FROM pg_constraint
                  WHERE conrelid = :table::regclass AND contype = 'c'), '') AS checks
      FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name = :table AND is_nullable = 'NO'
        AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'
      """;

  private EveryTable() {}

  static void fill(StoreFixture fixture, Caller owner) {
    TenancyTargets.of(fixture, owner);
    UUID org = owner.orgId().value();
    fixture
        .sql()
        .useTransaction(handle -> {
          // Made-up rows refer to nothing.
          handle.execute("SET LOCAL session_replication_role = replica");
          for (String table : Schema.tables(handle)) {
            if (count(handle, table, org) == 0) {
              makeUp(handle, table, org);
            }
          }
        });
  }

  static long count(Handle handle, String table, UUID org) {
    return handle
        .createQuery("SELECT count(*) FROM " + table + " WHERE org_id = :org")
        .bind("org", org)
        .mapTo(Long.class)
        .one();
  }

  private static void makeUp(Handle handle, String table, UUID org) {
    List<Map<String, Object>> columns =
        handle.createQuery(COLUMNS).bind("table", table).mapToMap().list();
    String names = columns.stream().map(EveryTable::name).collect(Collectors.joining(", "));
    String values = columns.stream().map(EveryTable::value).collect(Collectors.joining(", "));
    handle
        .createUpdate("INSERT INTO " + table + " (" + names + ") VALUES (" + values + ")")
        .bind("org", org)
        .execute();
  }

  private static String name(Map<String, Object> column) {
    return String.valueOf(column.get("column_name"));
  }

  private static String value(Map<String, Object> column) {
    String type = String.valueOf(column.get("data_type"));
    return switch (type) {
      case "uuid" -> name(column).equals("org_id") ? ":org" : "gen_random_uuid()";
      case "text" -> "'" + text(name(column), String.valueOf(column.get("checks"))) + "'";
      case "smallint", "integer", "bigint", "numeric" -> "1";
      case "boolean" -> "false";
      case "jsonb" -> "'{}'";
      case "bytea" -> "'\\x00'";
      case "ARRAY" -> "'{}'";
      case "date" -> "current_date";
      case "timestamp with time zone" -> "now()";
      default -> throw new IllegalStateException("make up a value of the type " + type);
    };
  }

  /** The first of the values that a check allows. */
  private static String text(String column, String checks) {
    Matcher first = Pattern.compile("\\(" + column + " = ANY \\(ARRAY\\['([^']+)'").matcher(checks);
    return first.find() ? first.group(1) : "x-" + UUID.randomUUID();
  }
}
