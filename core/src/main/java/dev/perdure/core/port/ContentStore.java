package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/**
 * SPI: keeps the bytes of files, which are encrypted already. A content is put once and never
 * changed. What can't be reached is told by {@code files_unavailable}.
 */
public interface ContentStore {

  /** Kept with each content, so that it is found again when another store is the one written to. */
  String name();

  /**
   * Keeps a content. When this returns, it is there for good, seen by every machine; when it does
   * not, a part may be left, which {@link #delete} takes away.
   *
   * @param content read to its end, not closed; never in memory as a whole
   * @throws IOException when {@code content} can't be read
   */
  void put(ContentKey key, InputStream content) throws IOException;

  /**
   * A part of a content; to be closed.
   *
   * @param offset in bytes from 0
   * @param length in bytes; the part ends with the content at the latest
   */
  InputStream read(ContentKey key, long offset, long length);

  /** Takes away a content, or what is left of it; harmless when there is nothing. */
  void delete(ContentKey key);

  /** Takes away all contents of an organization. */
  void deleteAll(OrgId orgId);

  /** Names a content. */
  record ContentKey(OrgId orgId, UUID id) {}
}
