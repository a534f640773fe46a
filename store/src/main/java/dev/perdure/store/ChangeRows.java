package dev.perdure.store;

import dev.perdure.store.WorkspaceRows.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
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

  private static final String OF_EFFECT =
      """
      SELECT id, operation, operation_key, kind, file_id, revision, version, version_before,
             path_before
      FROM workspace_changes
      WHERE org_id = :org AND session_id = :session AND effect_key = :effect
      ORDER BY number
      """;

  private static final String DELETE =
      """
      DELETE FROM workspace_changes
      WHERE org_id = :org AND session_id = :session AND effect_key = :effect
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
    RESTORE;

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
   * @param pathBefore null when it is the same
   */
  record Change(
      Kind kind,
      UUID fileId,
      long revision,
      int version,
      @Nullable Integer versionBefore,
      @Nullable String pathBefore) {}

  /** A change, and what it was made together with. */
  @SuppressWarnings("ArrayRecordComponent") // compared by Arrays.equals
  record Kept(long operation, byte[] operationKey, Change change) {}

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
    return in(place.handle().createQuery(OF_EFFECT), place)
        .bind("effect", effect)
        .map((rs, ctx) ->
            new Kept(
                rs.getLong("operation"),
                rs.getBytes("operation_key"),
                new Change(
                    Kind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
                    Columns.uuid(rs, "file_id"),
                    rs.getLong("revision"),
                    rs.getInt("version"),
                    (Integer) rs.getObject("version_before"),
                    bodies.readOrNull(
                        place.orgId(),
                        Body.FILE_PATH_BEFORE,
                        Columns.uuid(rs, "id"),
                        rs.getString("path_before")))))
        .list();
  }

  /**
   * What a call did when it asked for the same before, in an attempt whose end nobody saw; empty
   * when it did not.
   *
   * @param known the operations of this attempt, and those it was told of before
   */
  List<Kept> again(Place place, String effect, byte[] operationKey, Set<Long> known) {
    List<Kept> all = of(place, effect);
    return all.stream()
        .filter(kept -> Arrays.equals(kept.operationKey(), operationKey))
        .map(Kept::operation)
        .filter(operation -> !known.contains(operation))
        .findFirst()
        .map(operation -> all.stream().filter(kept -> kept.operation() == operation).toList())
        .orElse(List.of());
  }

  void forget(Place place, String effect) {
    in(place.handle().createUpdate(DELETE), place).bind("effect", effect).execute();
  }

  private static long last(Place place) {
    return in(place.handle().createQuery(LAST), place).mapTo(Long.class).one();
  }

  private static <S extends SqlStatement<S>> S in(S statement, Place place) {
    return statement.bind("org", place.orgId().value()).bind("session", place.sessionId());
  }
}
