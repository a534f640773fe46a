package dev.perdure.api.service;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.WorkspaceStore;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sees that the files an input refers to are there. */
final class InputFiles {

  private final WorkspaceStore files;

  InputFiles(WorkspaceStore files) {
    this.files = files;
  }

  /**
   * Refuses an input with a file that is not in its session's workspace.
   *
   * @param sessionId null for a session that is yet to be made, which has no files
   */
  void require(OrgId orgId, @Nullable UUID sessionId, List<ContentPart> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof ContentPart.File file && !there(orgId, sessionId, file)) {
        throw new PerdureException(
            new PerdureError.Invalid(
                "file_not_found",
                "There is no file %s in the session. Upload it first.".formatted(file.path()),
                "/input/" + i + "/path"));
      }
    }
  }

  private boolean there(OrgId orgId, @Nullable UUID sessionId, ContentPart.File file) {
    return sessionId != null && files.find(orgId, sessionId, file.path(), null).isPresent();
  }
}
