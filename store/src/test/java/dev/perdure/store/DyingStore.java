package dev.perdure.store;

import dev.perdure.core.port.ContentStore;
import dev.perdure.core.tenant.OrgId;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A store whose process dies while it puts a content, or can't delete some of them. */
final class DyingStore implements ContentStore {

  /** Nobody catches it: nothing is cleared up, as when a process is killed. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final ContentStore real;
  private final long after;
  final Set<UUID> stuck = ConcurrentHashMap.newKeySet();

  /**
   * @param after how many bytes it puts before it dies; when there are not so many, it dies after
   *     the content is stored as a whole
   */
  DyingStore(ContentStore real, long after) {
    this.real = real;
    this.after = after;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public void put(ContentKey key, InputStream content) throws IOException {
    real.put(
        key,
        new FilterInputStream(content) {
          private long read;

          @Override
          public int read() throws IOException {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            int some = super.read(buffer, offset, length);
            read += Math.max(0, some);
            if (read > after) {
              throw new Killed();
            }
            return some;
          }
        });
    throw new Killed();
  }

  @Override
  public InputStream read(ContentKey key, long offset, long length) {
    return real.read(key, offset, length);
  }

  @Override
  public void delete(ContentKey key) {
    if (stuck.contains(key.id())) {
      throw new IllegalStateException("stuck");
    }
    real.delete(key);
  }

  @Override
  public void deleteAll(OrgId orgId) {
    real.deleteAll(orgId);
  }
}
