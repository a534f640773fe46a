package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.workspace.ChangedBy;
import dev.perdure.core.workspace.Expected;
import dev.perdure.core.workspace.StoredFile;
import dev.perdure.core.workspace.TrashedFile;
import dev.perdure.core.workspace.WorkspaceUsage;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: the files of sessions. Refusals: {@code session_not_found}, {@code path_invalid}, {@code
 * path_taken}, {@code file_not_found}, {@code file_version_not_found}, {@code
 * file_version_conflict}, {@code file_too_large}, {@code workspace_full}.
 */
public interface WorkspaceStore {

  /**
   * Files by path.
   *
   * @param prefix how their paths begin; empty for all
   */
  Page<StoredFile> list(OrgId orgId, UUID sessionId, String prefix, PageRequest page);

  /** Files in the trash, by the path they had; of one path the one deleted last first. */
  Page<TrashedFile> trash(OrgId orgId, UUID sessionId, String prefix, PageRequest page);

  /**
   * A file.
   *
   * @param version null for the present one
   */
  Optional<StoredFile> find(OrgId orgId, UUID sessionId, String path, @Nullable Integer version);

  /** The versions of a file that are kept, the present one first. */
  List<StoredFile> versions(OrgId orgId, UUID sessionId, String path);

  /**
   * A part of a file's content; to be closed.
   *
   * @param file as it was found
   * @param offset in bytes from 0; past the end there is nothing to read
   * @param length in bytes, at most
   */
  InputStream read(OrgId orgId, StoredFile file, long offset, long length);

  /**
   * Writes a file as a whole. The content that is there already makes no new version.
   *
   * @param content read to its end, not closed
   */
  Written write(
      OrgId orgId,
      ChangedBy by,
      UUID sessionId,
      String path,
      InputStream content,
      Expected expected);

  /** Moves a file, or a folder with all below it; gives the files as they are now. */
  List<StoredFile> move(OrgId orgId, ChangedBy by, UUID sessionId, String from, String to);

  /** Moves a file, or a folder with all below it, to the trash; gives the files as they were. */
  List<StoredFile> delete(
      OrgId orgId, ChangedBy by, UUID sessionId, String path, Expected expected);

  /** Takes out of the trash what was at a path or below it; gives the files as they are now. */
  List<StoredFile> restore(OrgId orgId, ChangedBy by, UUID sessionId, String path);

  /** Makes an old version of a file its present one, as a new version. */
  StoredFile restoreVersion(OrgId orgId, ChangedBy by, UUID sessionId, String path, int version);

  /**
   * Empties the trash for good, which the audit log tells.
   *
   * @param path only of what was at this path or below it; null for all
   * @return how many files went
   */
  int purge(Requester by, UUID sessionId, @Nullable String path);

  WorkspaceUsage usage(OrgId orgId, UUID sessionId);

  /**
   * What came of writing.
   *
   * @param created whether there was no file at the path
   */
  record Written(StoredFile file, boolean created) {}
}
