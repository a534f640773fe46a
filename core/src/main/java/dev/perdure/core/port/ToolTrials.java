package dev.perdure.core.port;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls of tools outside runs, noted before they are made. */
public interface ToolTrials {

  /**
   * A call that is about to be made.
   *
   * @param once whether it must not be made again
   * @param sessionId whose files it sees
   * @param costMicros in millionths of a US dollar
   * @param told for the audit log
   */
  record Trial(
      String tool, boolean once, @Nullable UUID sessionId, long costMicros, AuditEntry told) {}

  /**
   * Notes a call and books what it costs.
   *
   * @return names the call; the same for all requests under one idempotency key
   * @throws PerdureException {@code already_tried} when it must not be made again, {@code
   *     quota_exceeded} when the organization has spent what it may in a day, {@code
   *     idempotency_key_reused}
   */
  UUID begin(OrgId orgId, Trial trial, @Nullable Idempotency idempotency);
}
