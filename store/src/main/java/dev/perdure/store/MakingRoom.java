package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.store.WorkspaceRows.Place;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes room: what is in the trash goes first, then old versions, each the oldest first, and no
 * more than is needed. A statement looks through what may give way and deletes it, and again as
 * long as there is more; when all of it would not do, the transaction fails and nothing goes.
 */
final class MakingRoom {

  /** How many versions are looked at, and give way, at once. */
  private static final int MOST = 5000;

  private static final String IN_SESSION = "AND f.session_id = :session";

  // Of the versions that are counted; in all, a content knows how many have it.
  private static final String HELD_IN_SESSION =
      """
      (SELECT count(*) FROM workspace_versions h
       JOIN workspace_files s ON s.org_id = h.org_id AND s.id = h.file_id
       WHERE h.org_id = :org AND h.content_id = n.content_id AND s.session_id = :session)
      """;

  private static final String HELD =
      "(SELECT h.refs FROM workspace_contents h WHERE h.org_id = :org AND h.id = n.content_id)";

  // Rows that somebody else works on are passed over: nobody waits for a session that waits here.
  // As many as are looked at go even if they don't do: then there are more.
  // A content is free when the last version that has it goes.
  private static final String MAKE =
      """
      WITH old AS MATERIALIZED (
        SELECT v.file_id, v.version, v.content_id, v.bytes, v.superseded_at, f.deleted_at
        FROM workspace_files f
        JOIN workspace_versions v ON v.org_id = f.org_id AND v.file_id = f.id
        JOIN workspace_contents c ON c.org_id = v.org_id AND c.id = v.content_id
        WHERE f.org_id = :org AND (f.deleted_at IS NOT NULL OR v.superseded_at IS NOT NULL) %s
        ORDER BY f.deleted_at NULLS LAST, CASE WHEN f.deleted_at IS NOT NULL THEN f.id END,
          v.superseded_at, v.file_id, v.version
        LIMIT :most
        FOR UPDATE OF f, v, c SKIP LOCKED
      ), numbered AS (
        SELECT o.*, row_number() OVER (
          ORDER BY deleted_at NULLS LAST, CASE WHEN deleted_at IS NOT NULL THEN file_id END,
            superseded_at, file_id, version) AS place
        FROM old o
      ), freeing AS (
        SELECT n.file_id, n.version, n.deleted_at, n.place,
          CASE WHEN count(*) OVER (PARTITION BY n.content_id ORDER BY n.place) = %s
            THEN n.bytes ELSE 0 END AS bytes,
          CASE WHEN n.deleted_at IS NOT NULL
              AND row_number() OVER (PARTITION BY n.file_id ORDER BY n.place) = 1
            THEN 1 ELSE 0 END AS files
        FROM numbered n
      ), enough AS (
        SELECT coalesce(sum(bytes), 0) >= :bytes AND coalesce(sum(files), 0) >= :files
            OR count(*) = :most AS so
        FROM freeing
      ), going AS (
        SELECT s.* FROM (
          SELECT f.*, sum(bytes) OVER (ORDER BY place) - bytes AS bytes_before,
            sum(files) OVER (ORDER BY place) - files AS files_before
          FROM freeing f) s
        WHERE (s.bytes_before < :bytes OR s.files_before < :files) AND (SELECT so FROM enough)
      ), purged AS (
        DELETE FROM workspace_files d USING (
          SELECT DISTINCT file_id FROM going WHERE deleted_at IS NOT NULL) g
        WHERE d.org_id = :org AND d.id = g.file_id
      ), forgotten AS (
        DELETE FROM workspace_versions d USING going g
        WHERE g.deleted_at IS NULL
          AND d.org_id = :org AND d.file_id = g.file_id AND d.version = g.version
      )
      SELECT so FROM enough
      """;

  private static final String OF_SESSION = MAKE.formatted(IN_SESSION, HELD_IN_SESSION);
  private static final String OF_ALL = MAKE.formatted("", HELD);

  private MakingRoom() {}

  /**
   * What has to go.
   *
   * @param bytes how many; none when not above 0
   * @param files how many; none when not above 0
   */
  record Missing(long bytes, long files) {

    private boolean nothing() {
      return bytes <= 0 && files <= 0;
    }
  }

  /**
   * Makes room.
   *
   * @param session whose files give way; null for any of the organization
   * @param missing counts what has to go yet
   * @throws PerdureException {@code workspace_full}
   */
  static void make(Place place, @Nullable UUID session, Supplier<Missing> missing) {
    for (Missing now = missing.get(); !now.nothing(); now = missing.get()) {
      if (!gaveWay(place, session, now)) {
        throw PerdureException.conflict(
            "workspace_full",
            (session == null ? "The files of the organization" : "This session's files")
                + " take all the room there is for them. Delete files that are not needed.");
      }
    }
  }

  /** Whether something went: enough, or as much as is looked at once. */
  private static boolean gaveWay(Place place, @Nullable UUID session, Missing missing) {
    return place
        .handle()
        .createQuery(session == null ? OF_ALL : OF_SESSION)
        .bind("org", place.orgId().value())
        .bind("session", session)
        .bind("bytes", Math.max(0, missing.bytes()))
        .bind("files", Math.max(0, missing.files()))
        .bind("most", MOST)
        .mapTo(Boolean.class)
        .one();
  }
}
