package dev.perdure.api.recovery;

import dev.perdure.api.temporal.WorkflowErasure;
import dev.perdure.core.port.Erasures;
import dev.perdure.core.port.FileUpkeep;
import dev.perdure.core.port.MemoryErasure;
import dev.perdure.core.tenant.OrgId;

/**
 * Erases an organization. Each turn begins at the beginning: what is gone already costs a look, and
 * what came since goes too.
 */
final class OrganizationEraser {

  private final Erasures erasures;
  private final MemoryErasure memory;
  private final FileUpkeep files;
  private final WorkflowErasure workflows;

  OrganizationEraser(
      Erasures erasures, MemoryErasure memory, FileUpkeep files, WorkflowErasure workflows) {
    this.erasures = erasures;
    this.memory = memory;
    this.files = files;
    this.workflows = workflows;
  }

  /** Whether it is gone; else there is more to do in another turn. */
  boolean erase(OrgId orgId) {
    while (erasures.endRuns(orgId) > 0) {
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    // Before the rows: a workflow whose run is gone could only be found by what Temporal lists.
    workflows.organization(orgId);
    memory.organization(orgId);
    // Before the rows too, which alone tell that contents are in a store that can't be reached.
    files.erase(orgId);
    while (erasures.deleteRows(orgId) > 0) {
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    // A worker may have written there until its run was gone.
    memory.organization(orgId);
    files.erase(orgId);
    return workflows.organization(orgId) == 0 && erasures.finishOrganization(orgId);
  }
}
