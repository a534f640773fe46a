package dev.perdure.store;

import dev.perdure.core.port.ContentStore;
import dev.perdure.core.tenant.OrgId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.UUID;

/**
 * Keeps contents in PostgreSQL, in rows of half a megabyte. Each is written and read by a short
 * transaction of its own: a slow client holds nothing.
 */
final class PgContentStore implements ContentStore {

  static final String NAME = "postgres";

  private static final int CHUNK = 512 << 10;

  private static final String INSERT =
      """
      INSERT INTO workspace_chunks (org_id, content_id, number, data)
      VALUES (:org, :content, :number, :data)
      """;

  private static final String READ =
      """
      SELECT data FROM workspace_chunks
      WHERE org_id = :org AND content_id = :content AND number = :number
      """;

  private static final String DELETE =
      "DELETE FROM workspace_chunks WHERE org_id = :org AND content_id = :content";

  private static final String DELETE_SOME =
      """
      DELETE FROM workspace_chunks WHERE org_id = :org
        AND ctid = ANY(ARRAY(SELECT ctid FROM workspace_chunks WHERE org_id = :org LIMIT 500))
      """;

  private final Db db;

  PgContentStore(Db db) {
    this.db = db;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void put(ContentKey key, InputStream content) throws IOException {
    int number = 0;
    byte[] chunk = content.readNBytes(CHUNK);
    while (chunk.length > 0) {
      insert(key, number++, chunk);
      chunk = chunk.length < CHUNK ? new byte[0] : content.readNBytes(CHUNK);
    }
  }

  private void insert(ContentKey key, int number, byte[] data) {
    db.inOrg(
        key.orgId(),
        handle ->
            handle
                .createUpdate(INSERT)
                .bind("org", key.orgId().value())
                .bind("content", key.id())
                .bind("number", number)
                .bind("data", data)
                .execute());
  }

  @Override
  public InputStream read(ContentKey key, long offset, long length) {
    return new PieceStream() {
      private long at = offset;

      @Override
      byte[] next() {
        long left = length - (at - offset);
        if (left <= 0) {
          return new byte[0];
        }
        byte[] chunk = chunk(key, (int) (at / CHUNK));
        int from = (int) (at % CHUNK);
        int to = (int) Math.min(chunk.length, from + Math.min(left, CHUNK));
        if (to <= from) {
          return new byte[0];
        }
        at += to - from;
        return Arrays.copyOfRange(chunk, from, to);
      }
    };
  }

  private byte[] chunk(ContentKey key, int number) {
    return db.inOrg(
        key.orgId(),
        handle ->
            handle
                .createQuery(READ)
                .bind("org", key.orgId().value())
                .bind("content", key.id())
                .bind("number", number)
                .mapTo(byte[].class)
                .findOne()
                .orElse(new byte[0]));
  }

  @Override
  public void delete(ContentKey key) {
    delete(key.orgId(), key.id());
  }

  private void delete(OrgId orgId, UUID id) {
    db.inOrg(
        orgId,
        handle ->
            handle.createUpdate(DELETE).bind("org", orgId.value()).bind("content", id).execute());
  }

  @Override
  public void deleteAll(OrgId orgId) {
    int rows;
    do {
      rows =
          db.inOrg(
              orgId,
              handle -> handle.createUpdate(DELETE_SOME).bind("org", orgId.value()).execute());
    } while (rows > 0);
  }
}
