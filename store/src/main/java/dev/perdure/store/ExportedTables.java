package dev.perdure.store;

import dev.perdure.store.ExportedTable.Reader;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is taken out of which table. A table with an organization that is neither here nor in {@link
 * #LEFT_OUT} fails a test, and so does a column.
 */
final class ExportedTables {

  /** Tables that are not taken out, and why. */
  static final Map<String, String> LEFT_OUT =
      Map.of(
          "session_positions", "a counter; execution_logs has the positions themselves",
          "idempotency_keys", "what clients called their requests, for a day",
          "keysets", "keys: a copy of them outside would undo the encryption",
          "workspaces", "sessions that have files, and a random key",
          "workspace_changes", "work of the service: what a call changed, to be undone",
          "workspace_chunks", "contents as they are encrypted; they are taken out in the clear",
          "workspace_contents", "where contents are, and their keys",
          "request_nonces", "random numbers of signed requests, for ten minutes",
          "erasures", "work of the service; what is erased has no credentials to export with");

  private static final String OWN_SESSION =
      "SELECT s.id FROM sessions s WHERE s.org_id = :org AND s.created_by = :user";

  private static final String OWN_RUN =
      "SELECT r.id FROM runs r WHERE r.org_id = :org AND r.created_by = :user";

  private static final String OWN_KEY =
      "SELECT k.id%s FROM api_keys k WHERE k.org_id = :org AND k.user_id = :user";

  /** In their sessions, or of runs that they started in those of others. */
  private static final String THEIRS =
      "x.session_id IN (" + OWN_SESSION + ") OR x.run_id IN (" + OWN_RUN + ")";

  private final Json json;
  private final List<ExportedTable> all;

  ExportedTables(Json json) {
    this.json = json;
    this.all = List.copyOf(tables());
  }

  /** In the order in which they are taken out. */
  List<ExportedTable> all() {
    return all;
  }

  private List<ExportedTable> tables() {
    return Stream.of(tenancy(), work(), files(), records()).flatMap(List::stream).toList();
  }

  private List<ExportedTable> tenancy() {
    return List.of(
        ExportedTable.of("organization", "organizations", "x.org_id")
            .with(PLAIN, "org_id", "slug", "name", "plan", "status", "operator", "signed")
            .with(TIME, "created_at"),
        ExportedTable.of("user", "users", "x.id")
            .with(PLAIN, "id", "name", "email", "role", "status", "subject")
            .with(TIME, "role_claimed_at", "created_at", "erased_at")
            .without("org_id")
            .ofUser("x.id = :user"),
        ExportedTable.of("role", "roles", "x.name")
            .with(PLAIN, "name", "description")
            .with(LIST, "permissions")
            .with(TIME, "created_at", "updated_at")
            .without("org_id"),
        ExportedTable.of("api_key", "api_keys", "x.id")
            .with(PLAIN, "id", "user_id", "name", "signed", "rotated_to", "last_used_address")
            .with(LIST, "permissions", "allowed_addresses")
            .with(TIME, "created_at", "expires_at", "revoked_at", "last_used_at")
            .without("org_id", "hash")
            .ofUser("x.user_id = :user"),
        ExportedTable.of("signing_secret", "signing_secrets", "x.id")
            .with(PLAIN, "id", "api_key_id")
            .with(TIME, "created_at", "expires_at")
            .without("org_id", "secret")
            .ofUser("x.api_key_id IN (" + OWN_KEY.formatted("") + ")"),
        ExportedTable.of("console_session", "console_sessions", "x.id")
            .with(PLAIN, "id", "user_id", "key_id")
            .with(TIME, "created_at", "used_at", "expires_at")
            .without("org_id", "hash")
            .ofUser("x.user_id = :user"),
        ExportedTable.of("invitation", "invitations", "x.id")
            .with(PLAIN, "id", "email", "role", "invited_by", "accepted_by")
            .with(TIME, "created_at", "expires_at", "revoked_at", "accepted_at")
            .without("org_id", "hash")
            .ofUser("x.accepted_by = :user OR x.invited_by = :user"),
        ExportedTable.of("quotas", "quotas", "x.org_id")
            .with(read(json::limits), "said")
            .with(TIME, "updated_at")
            .without("org_id"),
        ExportedTable.of("outbound_rule", "outbound_rules", "x.id")
            .with(PLAIN, "id", "action", "target")
            .with(LIST, "ports")
            .with(TIME, "created_at")
            .without("org_id"),
        ExportedTable.of("skill_settings", "skill_settings", "x.skill")
            .with(PLAIN, "skill", "enabled")
            .with(read(json::object), "config", "secrets")
            .with(TIME, "updated_at")
            .without("org_id"),
        ExportedTable.of("custom_skill", "custom_skills", "x.id")
            .with(PLAIN, "id", "name", "kind", "current_version", "latest_version", "created_by")
            .with(TIME, "created_at", "updated_at", "deleted_at")
            .without("org_id")
            .ofUser("x.created_by = :user"),
        ExportedTable.of("custom_skill_version", "custom_skill_versions", "x.skill_id, x.version")
            .with(PLAIN, "skill_id", "version", "title", "description", "sha256", "bytes")
            .with(PLAIN, "created_by")
            .with(read(json::object), "definition")
            .with(TIME, "created_at")
            .without("org_id")
            .ofUser("x.created_by = :user"),
        ExportedTable.of("custom_skill_file", "custom_skill_files", "x.skill_id, x.version, x.path")
            .with(PLAIN, "skill_id", "version", "path")
            .with(BYTES, "content")
            .without("org_id")
            .ofUser(
                "(x.skill_id, x.version) IN (SELECT v.skill_id, v.version"
                    + " FROM custom_skill_versions v WHERE v.org_id = :org AND v.created_by = :user)")
            .oneAtATime(),
        ExportedTable.of("secret", "secrets", "x.id")
            .with(PLAIN, "id", "name", "description", "version", "created_by")
            .with(TIME, "created_at", "updated_at", "last_used_at")
            .without("org_id", "value")
            .ofUser("x.created_by = :user"),
        ExportedTable.of("model_credential", "model_credentials", "x.id")
            .with(PLAIN, "id", "provider", "base_url", "default_model", "version", "created_by")
            .with(TIME, "created_at", "updated_at", "last_used_at")
            .without("org_id", "key")
            .ofUser("x.created_by = :user"));
  }

  private List<ExportedTable> work() {
    Reader content = read(json::content);
    Reader error = read(json::error);
    return List.of(
        ExportedTable.of("agent", "agents", "x.id")
            .with(PLAIN, "id", "name", "description", "current_version", "latest_version")
            .with(PLAIN, "created_by")
            .with(TIME, "created_at", "updated_at", "archived_at")
            .without("org_id")
            .ofUser("x.created_by = :user"),
        ExportedTable.of("agent_version", "agent_versions", "x.agent_id, x.version")
            .with(PLAIN, "agent_id", "version", "note", "created_by")
            .with(read(json::config), "config")
            .with(TIME, "created_at")
            .without("org_id")
            .ofUser("x.created_by = :user"),
        ExportedTable.of("session", "sessions", "x.id")
            .with(PLAIN, "id", "title", "agent_id", "thread_id", "forked_from")
            .with(PLAIN, "forked_at_message", "created_by")
            .with(read(json::strings), "metadata")
            .with(TIME, "created_at", "updated_at")
            .without("org_id")
            .ofUser("x.created_by = :user"),
        ExportedTable.of("thread", "threads", "x.id")
            .with(PLAIN, "id", "session_id", "last_seq", "base_thread_id", "base_seq")
            .with(PLAIN, "untrusted_seq", "untrusted_from")
            .with(TIME, "created_at")
            .without("org_id")
            .ofUser("x.session_id IN (" + OWN_SESSION + ")"),
        ExportedTable.of("run", "runs", "x.id")
            .with(PLAIN, "id", "session_id", "thread_id", "parent_run_id", "depth", "sub_agent")
            .with(PLAIN, "retry_of", "forked_from", "agent_id", "agent_version", "model")
            .with(PLAIN, "status", "waiting_for", "input_policy", "cancel_mode", "output")
            .with(content, "input")
            .with(error, "error")
            .with(PLAIN, "input_tokens", "cached_input_tokens", "output_tokens")
            .with(PLAIN, "reasoning_tokens", "cost_micros", "steps", "max_steps", "max_tokens")
            .with(PLAIN, "max_cost_micros", "wall_time_ms", "spent_tokens", "spent_cost_micros")
            .with(PLAIN, "created_by")
            .with(TIME, "created_at", "started_at", "ended_at", "updated_at")
            .without(
                "org_id",
                "ordinal",
                "marker",
                "workflow_lost",
                "status_at",
                "checked_at",
                "reserved_tokens",
                "reserved_cost_micros",
                "carved_tokens",
                "carved_cost_micros",
                "held_tokens",
                "held_cost_micros")
            .ofUser("x.session_id IN (" + OWN_SESSION + ") OR x.created_by = :user"),
        ExportedTable.of("message", "messages", "x.id")
            .with(PLAIN, "id", "session_id", "thread_id", "seq", "run_id", "step_id", "role")
            .with(content, "content")
            .with(TIME, "created_at")
            .without("org_id", "words")
            .ofUser(THEIRS),
        ExportedTable.of("step", "steps", "x.run_id, x.number, x.call")
            .with(PLAIN, "session_id", "run_id", "number", "call", "generation", "kind", "status")
            .with(PLAIN, "tool", "tool_call_id", "arguments", "child_run_id", "gate")
            .with(PLAIN, "untrusted_from", "skill")
            .with(read(json::decision), "outcome")
            .with(read(json::output), "given")
            .with(error, "error")
            .with(TIME, "started_at", "ended_at")
            .without(
                "org_id",
                "fence",
                "open_message_id",
                "open_reasoning_id",
                "approved",
                "tool_digest")
            .ofUser(THEIRS),
        ExportedTable.of("command", "commands", "x.run_id, x.number")
            .with(PLAIN, "run_id", "number", "kind", "interrupt_id", "created_by")
            .with(read(json::object), "payload")
            .with(TIME, "created_at", "taken_at")
            .without("org_id", "choice")
            .ofUser(
                "x.created_by = :user OR x.run_id IN (SELECT r.id FROM runs r WHERE r.org_id = :org"
                    + " AND (r.created_by = :user OR r.session_id IN ("
                    + OWN_SESSION
                    + ")))"),
        ExportedTable.of("interrupt", "interrupts", "x.id")
            .with(PLAIN, "id", "session_id", "run_id", "number", "call", "occurrence", "step_id")
            .with(PLAIN, "reason", "status", "code", "message", "tool", "tool_call_id")
            .with(PLAIN, "arguments", "on_deadline", "settled_by", "command")
            .with(LIST, "operations")
            .with(read(json::object), "detail", "settlement")
            .with(TIME, "deadline", "reminded_at", "created_at", "settled_at")
            .without("org_id")
            .ofUser("x.settled_by = :user OR " + THEIRS),
        ExportedTable.of("effect", "effects", "x.run_id, x.number, x.call, x.generation")
            .with(PLAIN, "session_id", "run_id", "number", "call", "generation", "effect_key")
            .with(PLAIN, "tool", "effect", "status", "repeated", "arguments", "result", "undo")
            .with(PLAIN, "undo_message", "skill")
            .with(TIME, "intended_at", "hard_deadline", "settled_at", "undone_at")
            .without("org_id", "fence", "owed_micros")
            .ofUser(THEIRS)
            .oneAtATime(),
        ExportedTable.of("artifact", "artifacts", "x.id")
            .with(PLAIN, "id", "session_id", "run_id", "step_id", "name", "media_type", "content")
            .with(PLAIN, "bytes", "sha256")
            .with(TIME, "created_at")
            .without("org_id")
            .ofUser(THEIRS)
            .oneAtATime());
  }

  /** What is in them is taken out after all rows. */
  private List<ExportedTable> files() {
    String theirs = "x.session_id IN (" + OWN_SESSION + ")";
    return List.of(
        ExportedTable.of("file", "workspace_files", "x.id")
            .with(PLAIN, "id", "session_id", "path", "version")
            .with(TIME, "deleted_at")
            .without("org_id", "path_key", "folder_keys", "revision")
            .ofUser(
                theirs
                    + " OR EXISTS (SELECT FROM workspace_versions v WHERE v.org_id = :org"
                    + " AND v.file_id = x.id AND v.created_by = :user)"),
        ExportedTable.of("file_version", "workspace_versions", "x.file_id, x.version")
            .with(PLAIN, "file_id", "version", "content_id", "bytes", "media_type", "sha256")
            .with(PLAIN, "created_by", "effect_key")
            .with(TIME, "created_at", "superseded_at")
            .without("org_id")
            .ofUser(
                "x.created_by = :user OR x.file_id IN (SELECT x.id FROM workspace_files x"
                    + " WHERE x.org_id = :org AND "
                    + theirs
                    + ")"));
  }

  private List<ExportedTable> records() {
    return List.of(
        ExportedTable.of("event", "execution_logs", "x.session_id, x.pos")
            .with(PLAIN, "session_id", "pos", "run_id", "parent_run_id", "step_id", "fence")
            .with(read(json::event), "event")
            .with(TIME, "at")
            .without("org_id", "type", "name", "message_id")
            .ofUser(THEIRS),
        ExportedTable.of("usage", "usage", "x.step_id, x.fence")
            .with(PLAIN, "session_id", "run_id", "step_id", "agent_id", "provider", "model")
            .with(PLAIN, "input_tokens", "cached_input_tokens", "output_tokens")
            .with(PLAIN, "reasoning_tokens", "cost_micros", "duration_ms")
            .with(TIME, "at")
            .without("org_id", "fence")
            .ofUser(THEIRS),
        ExportedTable.of("audit_entry", "audit_log", "x.id")
            .with(PLAIN, "id", "actor_org_id", "user_id", "credential_kind", "credential_id")
            .with(PLAIN, "action", "target_kind", "target_id", "address", "user_agent")
            .with(read(json::object), "before", "after")
            .with(TIME, "at")
            .without("org_id")
            .ofUser(
                "x.user_id = :user OR x.target_kind = 'user' AND x.target_id = :user::text"
                    + " OR x.target_kind = 'api_key' AND x.target_id IN ("
                    + OWN_KEY.formatted("::text")
                    + ")"));
  }

  private static final Reader PLAIN = ExportedRow::value;

  private static final Reader TIME = (row, column) -> Columns.instantOrNull(row.rs(), column);

  private static final Reader LIST = ExportedTables::list;

  /** In Base64. */
  private static final Reader BYTES =
      (row, column) -> Base64.getEncoder().encodeToString(row.rs().getBytes(column));

  private static @Nullable Object list(ExportedRow row, String column) throws SQLException {
    Array array = row.rs().getArray(column);
    return array == null ? null : List.of((Object[]) array.getArray());
  }

  /** By what else reads such a column. */
  private static Reader read(Function<String, ? extends @Nullable Object> reader) {
    return (row, column) -> {
      String stored = row.text(column);
      return stored == null ? null : reader.apply(stored);
    };
  }
}
