package dev.perdure.api.service;

import dev.perdure.api.body.FileBody;
import dev.perdure.api.body.FilesBody;
import dev.perdure.api.body.MoveFiles;
import dev.perdure.api.body.PurgeFiles;
import dev.perdure.api.body.PurgedFiles;
import dev.perdure.api.body.RestoreFiles;
import dev.perdure.api.body.TrashedFileBody;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.WorkspaceStore;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.workspace.ChangedBy;
import dev.perdure.core.workspace.Expected;
import dev.perdure.core.workspace.StoredFile;
import dev.perdure.core.workspace.WorkspaceUsage;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The files of sessions. */
public final class FileService {

  private final WorkspaceStore files;

  public FileService(WorkspaceStore files) {
    this.files = files;
  }

  public Page<FileBody> list(Caller caller, UUID sessionId, String prefix, PageRequest page) {
    return files.list(caller.orgId(), sessionId, prefix, page).map(FileBody::of);
  }

  public Page<TrashedFileBody> trash(
      Caller caller, UUID sessionId, String prefix, PageRequest page) {
    return files.trash(caller.orgId(), sessionId, prefix, page).map(TrashedFileBody::of);
  }

  /**
   * A file.
   *
   * @param version null for the present one
   */
  public StoredFile get(Caller caller, UUID sessionId, String path, @Nullable Integer version) {
    return files
        .find(caller.orgId(), sessionId, path, version)
        .orElseThrow(() ->
            version == null
                ? missing("file_not_found", "There is no file " + path + ".")
                : missing(
                    "file_version_not_found",
                    "There is no file %s with a version %d.".formatted(path, version)));
  }

  private static PerdureException missing(String code, String message) {
    return new PerdureException(new PerdureError.NotFound(code, message));
  }

  public FilesBody versions(Caller caller, UUID sessionId, @Nullable String path) {
    return body(files.versions(caller.orgId(), sessionId, Checks.required(path, "path")));
  }

  public InputStream read(Caller caller, StoredFile file, long offset, long length) {
    return files.read(caller.orgId(), file, offset, length);
  }

  public WorkspaceStore.Written write(
      Caller caller, UUID sessionId, String path, InputStream content, Expected expected) {
    try {
      return files.write(caller.orgId(), by(caller), sessionId, path, content, expected);
    } catch (UncheckedIOException e) {
      throw new PerdureException(
          new PerdureError.Invalid(
              "body_incomplete",
              "The body ended before it was whole, or is no gzip though it says so. Nothing was"
                  + " stored.",
              null),
          e);
    }
  }

  public FilesBody delete(Caller caller, UUID sessionId, String path, Expected expected) {
    return body(files.delete(caller.orgId(), by(caller), sessionId, path, expected));
  }

  public FilesBody move(Caller caller, UUID sessionId, MoveFiles request) {
    return body(
        files.move(
            caller.orgId(),
            by(caller),
            sessionId,
            Checks.required(request.from(), "/from"),
            Checks.required(request.to(), "/to")));
  }

  public FilesBody restore(Caller caller, UUID sessionId, RestoreFiles request) {
    String path = Checks.required(request.path(), "/path");
    Integer version = request.version();
    return body(
        version == null
            ? files.restore(caller.orgId(), by(caller), sessionId, path)
            : List.of(files.restoreVersion(caller.orgId(), by(caller), sessionId, path, version)));
  }

  public PurgedFiles purge(Requester by, UUID sessionId, PurgeFiles request) {
    return new PurgedFiles(files.purge(by, sessionId, request.path()));
  }

  public WorkspaceUsage usage(Caller caller, UUID sessionId) {
    return files.usage(caller.orgId(), sessionId);
  }

  private static ChangedBy by(Caller caller) {
    return new ChangedBy.User(caller.userId());
  }

  private static FilesBody body(List<StoredFile> stored) {
    return new FilesBody(stored.stream().map(FileBody::of).toList());
  }
}
