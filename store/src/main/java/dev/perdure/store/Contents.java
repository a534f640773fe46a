package dev.perdure.store;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ContentStore;
import dev.perdure.core.port.ContentStore.ContentKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.ChangedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.tika.Tika;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contents of files. A row is committed before the first byte is stored and taken away after
 * the last one is deleted, so that whatever a process that died has left is found.
 */
final class Contents {

  private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

  // Who is just being erased stores nothing more.
  private static final String INSERT =
      """
      INSERT INTO workspace_contents (org_id, id, store, data_key, created_by)
      SELECT :org, :id, :store, :key, :user::uuid
      WHERE coalesce((
        SELECT erased_at IS NULL FROM users WHERE org_id = :org AND id = :user::uuid FOR SHARE), true)
      """;

  private static final String UNDER_WAY =
      """
      SELECT count(*) FROM workspace_contents
      WHERE org_id = :org AND refs = 0 AND fresh AND NOT doomed
      """;

  private static final String FIND =
      "SELECT store, data_key FROM workspace_contents WHERE org_id = :org AND id = :id";

  private static final String STORED =
      """
      UPDATE workspace_contents SET bytes = :bytes WHERE org_id = :org AND id = :id AND NOT doomed
      """;

  private static final String DOOM_ONE =
      """
      UPDATE workspace_contents SET doomed = true
      WHERE org_id = :org AND id = :id AND refs = 0
      RETURNING id, store
      """;

  // Locked first: a version that comes at this moment waits, and then finds it doomed.
  private static final String DOOM =
      """
      WITH unused AS (
        SELECT c.id FROM workspace_contents c
        WHERE c.org_id = :org AND c.refs = 0 AND c.store = ANY(:stores)
          AND (c.doomed OR NOT c.fresh
            OR c.unused_since <= clock_timestamp() - make_interval(secs => :upload))
        ORDER BY random() LIMIT :most FOR UPDATE SKIP LOCKED
      )
      UPDATE workspace_contents c SET doomed = true
      FROM unused u WHERE c.org_id = :org AND c.id = u.id
      RETURNING c.id, c.store
      """;

  private static final String DELETE =
      "DELETE FROM workspace_contents WHERE org_id = :org AND id = :id AND doomed";

  private static final String ELSEWHERE =
      """
      SELECT store FROM workspace_contents WHERE org_id = :org AND store <> ALL(:stores)
      GROUP BY store ORDER BY store
      """;

  private static final int AT_ONCE = 100;

  /** What is being stored takes room before it is counted; so much of that there may be. */
  static final int MOST_UNDER_WAY = 100;

  private static final Duration SOON = Duration.ofSeconds(10);

  /** How many that can't be taken away end a sweep: their store is away. */
  private static final int MOST_FAILURES = 5;

  private final Db db;
  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final ContentStore writing;
  private final Map<String, ContentStore> stores;
  private final Duration upload;
  private final Tika tika = new Tika();

  /**
   * @param writing what new contents are put into
   * @param stores all, by name
   * @param upload how long an upload may take
   */
  Contents(
      Db db,
      Bodies bodies,
      Supplier<UUID> ids,
      ContentStore writing,
      Map<String, ContentStore> stores,
      Duration upload) {
    this.db = db;
    this.bodies = bodies;
    this.ids = ids;
    this.writing = writing;
    this.stores = Map.copyOf(stores);
    this.upload = upload;
  }

  /**
   * Stores a content, which no version has yet.
   *
   * @param by who brings it, and what is erased with whom, whatever becomes of it
   * @param name of the file, which helps to tell its type
   * @param most how many bytes it may have
   */
  Upload put(OrgId orgId, ChangedBy by, String name, InputStream content, long most) {
    ContentKey key = new ContentKey(orgId, ids.get());
    byte[] dataKey = ChunkCipher.newKey();
    if (db.inOrg(orgId, handle -> begin(handle, key, by, dataKey)) == 0) {
      throw PerdureException.unavailable("files", null); // the user was erased meanwhile
    }
    Intake intake = new Intake(content, most);
    try {
      writing.put(key, new SealingStream(intake, new ChunkCipher(key, dataKey)));
      return new Upload(key.id(), intake.bytes(), intake.mediaType(tika, name), intake.sha256());
    } catch (IOException e) {
      discard(orgId, key.id());
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      discard(orgId, key.id());
      throw e;
    }
  }

  private int begin(Handle handle, ContentKey key, ChangedBy by, byte[] dataKey) {
    long underWay =
        handle.createQuery(UNDER_WAY).bind("org", key.orgId().value()).mapTo(Long.class).one();
    if (underWay >= MOST_UNDER_WAY) {
      throw new PerdureException(
          new PerdureError.RateLimited(
              "too_many_uploads",
              "%d files of the organization are being stored at this moment; try again later."
                  .formatted(underWay),
              SOON));
    }
    return insert(handle, key, by, dataKey);
  }

  private int insert(Handle handle, ContentKey key, ChangedBy by, byte[] dataKey) {
    return handle
        .createUpdate(INSERT)
        .bind("org", key.orgId().value())
        .bind("id", key.id())
        .bind("store", writing.name())
        .bind("user", by instanceof ChangedBy.User user ? user.userId() : null)
        .bind(
            "key",
            bodies.write(
                key.orgId(),
                Body.CONTENT_KEY,
                key.id(),
                Base64.getEncoder().encodeToString(dataKey)))
        .execute();
  }

  /** Keeps a content from being taken away, until the transaction gives it to a version. */
  void claim(Handle handle, OrgId orgId, Upload content) {
    int claimed =
        handle
            .createUpdate(STORED)
            .bind("org", orgId.value())
            .bind("id", content.contentId())
            .bind("bytes", content.bytes())
            .execute();
    if (claimed == 0) {
      // It took longer than an upload may.
      throw PerdureException.unavailable("files", null);
    }
  }

  /** A part of a content; past its end there is nothing. */
  InputStream open(OrgId orgId, UUID id, long bytes, long offset, long length) {
    long from = Math.max(0, offset);
    long end = length > bytes - from ? bytes : from + Math.max(0, length);
    if (from >= end) {
      return InputStream.nullInputStream();
    }
    ContentKey key = new ContentKey(orgId, id);
    Kept kept = db.inOrg(orgId, handle -> find(handle, key));
    long first = from / ChunkCipher.PLAIN * ChunkCipher.SEALED;
    long last = ((end - 1) / ChunkCipher.PLAIN + 1) * ChunkCipher.SEALED;
    InputStream sealed = store(kept.store()).read(key, first, last - first);
    return new OpeningStream(sealed, new ChunkCipher(key, kept.dataKey()), bytes, from, end);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(String store, byte[] dataKey) {}

  private Kept find(Handle handle, ContentKey key) {
    return handle
        .createQuery(FIND)
        .bind("org", key.orgId().value())
        .bind("id", key.id())
        .map((rs, ctx) ->
            new Kept(
                rs.getString("store"),
                Base64.getDecoder()
                    .decode(
                        bodies.read(
                            key.orgId(), Body.CONTENT_KEY, key.id(), rs.getString("data_key")))))
        .findOne()
        .orElseThrow(() ->
            new PerdureException(
                new PerdureError.NotFound("file_not_found", "The file was deleted meanwhile.")));
  }

  private ContentStore store(String name) {
    ContentStore store = stores.get(name);
    if (store == null) {
      throw PerdureException.unavailable(
          "files", new IllegalStateException("the store " + name + " is not configured"));
    }
    return store;
  }

  /** Takes away a content that came to nothing; what can't be reached now is left to the sweep. */
  void discard(OrgId orgId, UUID id) {
    try {
      db.inOrg(
              orgId,
              handle ->
                  doomed(handle.createQuery(DOOM_ONE).bind("org", orgId.value()).bind("id", id)))
          .forEach(content -> takeAway(orgId, content));
    } catch (RuntimeException e) {
      LOG.debug("content {} of {} is left to the sweep", id, orgId, e);
    }
  }

  /** Takes away some contents that no version has; how many. One that can't be stops no other. */
  int sweep(OrgId orgId) {
    List<Doomed> unused = db.inOrg(orgId, handle -> doom(handle, orgId));
    int taken = 0;
    int failures = 0;
    for (Doomed content : unused) {
      try {
        takeAway(orgId, content);
        taken++;
      } catch (RuntimeException e) {
        LOG.warn("content {} of organization {} is left to the next sweep", content.id(), orgId, e);
        if (++failures == MOST_FAILURES) {
          break;
        }
      }
    }
    return taken;
  }

  /**
   * All stores that contents of an organization are in can be reached by this process.
   *
   * @throws PerdureException {@code files_unavailable}, when one is not configured any more
   */
  void requireStores(OrgId orgId) {
    List<String> elsewhere =
        db.inOrg(
            orgId,
            handle ->
                handle
                    .createQuery(ELSEWHERE)
                    .bind("org", orgId.value())
                    .bindArray("stores", String.class, stores.keySet())
                    .mapTo(String.class)
                    .list());
    if (!elsewhere.isEmpty()) {
      LOG.error(
          "Contents of organization {} are in stores that are not configured: {}. They can't be"
              + " erased until workspace.s3 names the bucket again.",
          orgId,
          elsewhere);
      throw PerdureException.unavailable(
          "files", new IllegalStateException("not configured: " + elsewhere));
    }
  }

  private List<Doomed> doom(Handle handle, OrgId orgId) {
    return doomed(
        handle
            .createQuery(DOOM)
            .bind("org", orgId.value())
            .bind("upload", upload.toMillis() / 1000.0)
            .bindArray("stores", String.class, stores.keySet())
            .bind("most", AT_ONCE));
  }

  private record Doomed(UUID id, String store) {}

  private static List<Doomed> doomed(Query query) {
    return query.map((rs, ctx) -> new Doomed(Columns.uuid(rs, "id"), rs.getString("store"))).list();
  }

  private void takeAway(OrgId orgId, Doomed content) {
    store(content.store()).delete(new ContentKey(orgId, content.id()));
    db.inOrg(
        orgId,
        handle ->
            handle
                .createUpdate(DELETE)
                .bind("org", orgId.value())
                .bind("id", content.id())
                .execute());
  }

  /** Deletes the bytes of all contents of an organization, whatever rows say. */
  void eraseAll(OrgId orgId) {
    requireStores(orgId);
    stores.values().forEach(store -> store.deleteAll(orgId));
  }

  Duration upload() {
    return upload;
  }
}
