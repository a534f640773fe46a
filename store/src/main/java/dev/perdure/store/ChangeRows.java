package dev.perdure.store;

import dev.perdure.store.WorkspaceRows.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of {@code workspace_changes}. */
final class ChangeRows {

  private static final String INSERT =
      """
      INSERT INTO workspace_changes
        (org_id, id, session_id, effect_key, number, operation, operation_key, kind, file_id,
         revision, version, version_before, path_before)
      VALUES
        (:org, :id, :session, :effect, :number, :operation, :operation_key, :kind, :file,
         :revision, :version, :version_before, :path_before)
      """;

  private static final String LAST =
      """
      SELECT coalesce(max(number), 0) FROM workspace_changes
      WHERE org_id = :org AND session_id = :session
      """;

  private static final String SELECT =
      """
      SELECT c.id, c.effect_key, c.operation, c.kind, c.file_id, c.revision, c.version,
             c.version_before, c.path_before
      FROM workspace_changes c
      WHERE c.org_id = :org AND c.session_id = :session
      """;

  private static final String OF_EFFECT = SELECT + " AND c.effect_key = :effect ORDER BY c.number";

  private static final String AGAIN =
      SELECT
          + """
           AND c.effect_key = :effect AND c.operation_key = :key AND c.operation = (
            SELECT min(o.operation) FROM workspace_changes o
            WHERE o.org_id = :org AND o.session_id = :session AND o.effect_key = :effect
              AND o.operation_key = :key AND o.operation > :last)
          ORDER BY c.number
          """;

  // One run of a session is rolled back at a time, with those below it.
  private static final String ROLLED_BACK =
      """
      WITH RECURSIVE back (id) AS (
        SELECT id FROM runs
        WHERE org_id = :org AND session_id = :session AND status = 'cancelling'
          AND cancel_mode = 'rollback'
        UNION
        SELECT r.id FROM back b JOIN runs r ON r.org_id = :org AND r.parent_run_id = b.id
      )
      """
          + SELECT
          + """
           AND (c.effect_key = :effect OR c.effect_key IN (
            SELECT e.effect_key FROM effects e JOIN back b ON b.id = e.run_id
            WHERE e.org_id = :org AND e.session_id = :session))
          ORDER BY c.number
          """;

  private static final String DELETE =
      """
      DELETE FROM workspace_changes
      WHERE org_id = :org AND session_id = :session AND id = ANY(:ids)
      """;

  private final Bodies bodies;
  private final Supplier<UUID> ids;

  ChangeRows(Bodies bodies, Supplier<UUID> ids) {
    this.bodies = bodies;
    this.ids = ids;
  }

  /** What was done to a file. */
  enum Kind {
    CREATE,
    WRITE,
    MOVE,
    DELETE,
    RESTORE,
    /** What was asked for was so already: there is nothing to undo. */
    KEEP;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A change of a file.
   *
   * @param revision the file's after it
   * @param version the present one after it
   * @param versionBefore the present one before it; null when there was none
   * @param pathBefore the path before it; null in old notes, where it is the same
   */
  record Change(
      Kind kind,
      UUID fileId,
      long revision,
      int version,
      @Nullable Integer versionBefore,
      @Nullable String pathBefore) {}

  /** A change, who made it, and what it was made together with. */
  record Kept(UUID id, String effect, long operation, Change change) {}

  /** Notes what a call did together; gives the number of the operation. */
  long add(Place place, String effect, byte[] operationKey, List<Change> changes) {
    long number = last(place);
    long operation = number + 1;
    for (Change change : changes) {
      number++;
      UUID id = ids.get();
      in(place.handle().createUpdate(INSERT), place)
          .bind("id", id)
          .bind("effect", effect)
          .bind("number", number)
          .bind("operation", operation)
          .bind("operation_key", operationKey)
          .bind("kind", change.kind().wireName())
          .bind("file", change.fileId())
          .bind("revision", change.revision())
          .bind("version", change.version())
          .bind("version_before", change.versionBefore())
          .bind(
              "path_before",
              bodies.writeOrNull(place.orgId(), Body.FILE_PATH_BEFORE, id, change.pathBefore()))
          .execute();
    }
    return operation;
  }

  /** All that a call did, in order. */
  List<Kept> of(Place place, String effect) {
    return list(place, in(place.handle().createQuery(OF_EFFECT), place).bind("effect", effect));
  }

  /** The same, with what all calls did whose run is being rolled back. */
  List<Kept> rolledBackWith(Place place, String effect) {
    return list(place, in(place.handle().createQuery(ROLLED_BACK), place).bind("effect", effect));
  }

  /**
   * What a call did when it asked for the same before, in an attempt whose end nobody saw; empty
   * when it did not.
   *
   * @param last the last operation of this kind that this attempt did or was told of
   */
  List<Kept> again(Place place, String effect, byte[] operationKey, long last) {
    return list(
        place,
        in(place.handle().createQuery(AGAIN), place)
            .bind("effect", effect)
            .bind("key", operationKey)
            .bind("last", last));
  }

  private List<Kept> list(Place place, Query query) {
    return query.map((rs, ctx) -> kept(place, rs)).list();
  }

  private Kept kept(Place place, ResultSet rs) throws SQLException {
    UUID id = Columns.uuid(rs, "id");
    return new Kept(
        id,
        rs.getString("effect_key"),
        rs.getLong("operation"),
        new Change(
            Kind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
            Columns.uuid(rs, "file_id"),
            rs.getLong("revision"),
            rs.getInt("version"),
            (Integer) rs.getObject("version_before"),
            bodies.readOrNull(
                place.orgId(), Body.FILE_PATH_BEFORE, id, rs.getString("path_before"))));
  }

  void forget(Place place, List<UUID> ids) {
    in(place.handle().createUpdate(DELETE), place).bindArray("ids", UUID.class, ids).execute();
  }

  private static long last(Place place) {
    return in(place.handle().createQuery(LAST), place).mapTo(Long.class).one();
  }

  private static <S extends SqlStatement<S>> S in(S statement, Place place) {
    return statement.bind("org", place.orgId().value()).bind("session", place.sessionId());
  }
}
