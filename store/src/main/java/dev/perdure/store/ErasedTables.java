package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The tables an organization has rows in, in an order in which they can be emptied: what refers to
 * others first. A table that is missing here fails a test.
 */
final class ErasedTables {

  /** How many rows one transaction takes. */
  static final int MOST = 500;

  /** What goes with rows of others. */
  static final Map<String, String> WITH_OTHERS =
      Map.of(
          "session_positions", "sessions",
          "threads", "sessions",
          "agent_versions", "agents");

  /** What the last transaction deletes. */
  static final List<String> LAST = List.of("erasures", "organizations");

  // Forks and rotated keys refer to rows of their own table, which go in any order.
  private static final String NO_BASES =
      """
      UPDATE threads SET base_thread_id = NULL, base_seq = NULL
      WHERE org_id = :org AND base_thread_id IS NOT NULL
        AND ctid = ANY(ARRAY(SELECT ctid FROM threads
                             WHERE org_id = :org AND base_thread_id IS NOT NULL LIMIT :most))
      """;

  private static final String NO_ROTATIONS =
      "UPDATE api_keys SET rotated_to = NULL WHERE org_id = :org AND rotated_to IS NOT NULL";

  // Agents and their versions refer to each other.
  private static final String AGENTS =
      """
      WITH taken AS (
        SELECT id FROM agents WHERE org_id = :org LIMIT :most
      ), versions AS (
        DELETE FROM agent_versions
        WHERE org_id = :org AND agent_id IN (SELECT id FROM taken)
      )
      DELETE FROM agents WHERE org_id = :org AND id IN (SELECT id FROM taken)
      """;

  /** The service may not touch the log; the function may, while the organization is erased. */
  private static final String AUDIT_LOG = "SELECT crossing.erase_audit_log(:most)";

  private static final List<Emptying> ORDER =
      Stream.of(
              all(
                  "messages",
                  "execution_logs",
                  "artifacts",
                  "effects",
                  "interrupts",
                  "commands",
                  "steps",
                  "usage",
                  "runs"),
              Stream.of(new Emptying("bases of threads", NO_BASES)),
              all("sessions"),
              Stream.of(
                  new Emptying("agents", AGENTS), new Emptying("rotations of keys", NO_ROTATIONS)),
              all(
                  "request_nonces",
                  "signing_secrets",
                  "console_sessions",
                  "invitations",
                  "api_keys",
                  "users",
                  "roles",
                  "quotas",
                  "secrets",
                  "model_credentials",
                  "outbound_rules",
                  "skill_settings",
                  "custom_skill_files",
                  "custom_skill_versions",
                  "custom_skills",
                  "idempotency_keys"),
              Stream.of(new Emptying("audit_log", AUDIT_LOG)),
              all("keysets"))
          .flatMap(emptyings -> emptyings)
          .toList();

  private ErasedTables() {}

  private record Emptying(String what, String sql) {

    int run(Handle handle, OrgId orgId) {
      return sql.startsWith("SELECT")
          ? handle.createQuery(sql).bind("most", MOST).mapTo(Integer.class).one()
          : handle.createUpdate(sql).bind("org", orgId.value()).bind("most", MOST).execute();
    }
  }

  private static Stream<Emptying> all(String... tables) {
    return Stream.of(tables).map(table -> new Emptying(table, someOf(table)));
  }

  private static String someOf(String table) {
    return """
    DELETE FROM %1$s WHERE org_id = :org
      AND ctid = ANY(ARRAY(SELECT ctid FROM %1$s WHERE org_id = :org LIMIT :most))
    """
        .formatted(table);
  }

  /** The tables it empties, in order. */
  static List<String> names() {
    return ORDER.stream().map(Emptying::what).filter(what -> what.indexOf(' ') < 0).toList();
  }

  /**
   * What went.
   *
   * @param what the table
   */
  record Deleted(String what, int rows) {}

  /** Deletes some rows of the first table that has any. */
  static Deleted some(Handle handle, OrgId orgId) {
    for (Emptying emptying : ORDER) {
      int rows = emptying.run(handle, orgId);
      if (rows > 0) {
        return new Deleted(emptying.what(), rows);
      }
    }
    return new Deleted("", 0);
  }
}
