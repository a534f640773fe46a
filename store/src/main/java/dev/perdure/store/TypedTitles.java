package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Titles made of what a user typed. A fork, of whatever depth, is called like the session it comes
 * from, until somebody gives it another title. Titles are compared here: equal ones are stored
 * differently when they are encrypted.
 */
final class TypedTitles {

  private static final String ONE =
      """
      SELECT id, forked_from, created_by, title FROM sessions
      WHERE org_id = :org AND id = :session AND title IS NOT NULL
      """;

  private static final String FORKED =
      """
      SELECT s.id, s.forked_from, s.created_by, s.title FROM sessions s
      WHERE s.org_id = :org AND s.created_by = :user AND s.title IS NOT NULL
        AND EXISTS (SELECT FROM sessions f WHERE f.org_id = :org AND f.forked_from = s.id)
      """;

  private static final String FORKS =
      """
      SELECT id, forked_from, created_by, title FROM sessions
      WHERE org_id = :org AND forked_from = ANY(:sources) AND title IS NOT NULL
      ORDER BY id FOR NO KEY UPDATE
      """;

  private final Bodies bodies;
  private final MaskedBodies masked;

  TypedTitles(Bodies bodies, MaskedBodies masked) {
    this.bodies = bodies;
    this.masked = masked;
  }

  private record Titled(UUID id, @Nullable UUID source, UUID by, String title) {}

  /** That of a session and its forks, when it was made of an input. */
  void ofInput(Handle handle, OrgId orgId, UUID user, UUID session, @Nullable String made) {
    rows(handle, orgId, user, ONE, List.of(session)).stream()
        .filter(row -> row.title().equals(made))
        .forEach(row -> {
          mark(handle, orgId, user, row);
          forks(handle, orgId, user, Map.of(row.id(), row.title()));
        });
  }

  /** Those that forks took from the user's own sessions. */
  void ofForks(Handle handle, OrgId orgId, UUID user) {
    Map<UUID, String> own = new HashMap<>();
    rows(handle, orgId, user, FORKED, List.of()).forEach(row -> own.put(row.id(), row.title()));
    forks(handle, orgId, user, own);
  }

  private void forks(Handle handle, OrgId orgId, UUID user, Map<UUID, String> titles) {
    Map<UUID, String> sources = titles;
    while (!sources.isEmpty()) {
      Map<UUID, String> copies = new HashMap<>();
      for (Titled fork : rows(handle, orgId, user, FORKS, List.copyOf(sources.keySet()))) {
        if (fork.title().equals(sources.get(fork.source()))) {
          copies.put(fork.id(), fork.title());
          mark(handle, orgId, user, fork);
        }
      }
      sources = copies;
    }
  }

  /** The own sessions of the user are deleted next; forks are found by their titles until then. */
  private void mark(Handle handle, OrgId orgId, UUID user, Titled row) {
    if (!row.by().equals(user)) {
      masked.mark(handle, orgId, Body.SESSION_TITLE, row.id().toString());
    }
  }

  private List<Titled> rows(
      Handle handle, OrgId orgId, UUID user, String sql, List<UUID> sessions) {
    return handle
        .createQuery(sql)
        .bind("org", orgId.value())
        .bind("user", user)
        .bind("session", sessions.isEmpty() ? null : sessions.getFirst())
        .bindArray("sources", UUID.class, sessions)
        .map((rs, ctx) -> {
          UUID id = Columns.uuid(rs, "id");
          return new Titled(
              id,
              Columns.uuidOrNull(rs, "forked_from"),
              Columns.uuid(rs, "created_by"),
              bodies.read(orgId, Body.SESSION_TITLE, id, rs.getString("title")));
        })
        .list();
  }
}
