package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Pauses runs of organizations that are suspended, in the name of who suspended them. */
final class SuspensionPause {

  /** It stays suspended until this transaction ends: nobody's resuming is undone. */
  private static final String SUSPENDED =
      "SELECT status = 'suspended' FROM organizations WHERE org_id = :org FOR SHARE";

  private static final String BY =
      """
      SELECT user_id FROM audit_log
      WHERE org_id = :org AND action = 'organization.update' AND user_id IS NOT NULL
        AND after ->> 'status' = 'suspended' AND before ->> 'status' <> 'suspended'
      ORDER BY at DESC, id DESC LIMIT 1
      """;

  /** Stands for whoever suspended it behind the service's back. */
  private static final UUID NOBODY = new UUID(0, 0);

  private final CommandAccept commands;

  SuspensionPause(CommandAccept commands) {
    this.commands = commands;
  }

  /** Empty, with nothing written, when it is not suspended any more, or the run can't pause. */
  Optional<CommandAccepted> pause(Handle handle, RunRef run) {
    if (!suspended(handle, run.orgId())) {
      return Optional.empty();
    }
    try {
      return Optional.of(commands.pause(handle, run, by(handle, run.orgId())));
    } catch (PerdureException e) {
      // Ended or lost meanwhile; refusals write nothing.
      if (e.error().retryable()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static boolean suspended(Handle handle, OrgId orgId) {
    return handle
        .createQuery(SUSPENDED)
        .bind("org", orgId.value())
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }

  private static UUID by(Handle handle, OrgId orgId) {
    return handle
        .createQuery(BY)
        .bind("org", orgId.value())
        .mapTo(UUID.class)
        .findOne()
        .orElse(NOBODY);
  }
}
