package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Port: clears up what files leave behind, takes all of them out, and erases them. */
public interface FileUpkeep {

  /**
   * Purges what is too old, and takes away contents that no file has any more, or never had because
   * a process died.
   *
   * @return how many contents were taken away
   */
  int sweep();

  /** Takes away the contents of an organization's files that are gone, without delay. */
  int sweep(OrgId orgId);

  /**
   * What is erased can be taken away from wherever it is.
   *
   * @throws dev.perdure.core.error.PerdureException {@code files_unavailable}, when contents of the
   *     organization are in a store that is not configured any more
   */
  void requireStores(OrgId orgId);

  /**
   * Takes away the contents of all files of an organization, for good; as {@link #requireStores}
   * when it can't.
   */
  void erase(OrgId orgId);

  /**
   * Hands out all contents, in pieces.
   *
   * @param userId only those of this user's sessions, and what they stored in those of others
   * @return how many pieces
   */
  long export(OrgId orgId, @Nullable UUID userId, ContentSink sink);

  /** Takes pieces of contents, in order. */
  @FunctionalInterface
  interface ContentSink {
    /**
     * Takes one.
     *
     * @param offset where in the content it begins
     */
    void accept(UUID contentId, long offset, byte[] piece);
  }
}
