package dev.perdure.core.port;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.OrgId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls of tools outside runs, noted before they are made. */
public interface ToolTrials {

  /**
   * Notes a call and books what it costs, once for all requests under one idempotency key.
   *
   * @param sessionId whose files it sees
   * @param costMicros in millionths of a US dollar
   * @return the call's id: the earlier one's when the request came before
   * @throws PerdureException {@code quota_exceeded} when the organization has spent what it may in
   *     a day, {@code idempotency_key_reused}
   */
  Created<UUID> begin(
      OrgId orgId,
      String tool,
      @Nullable UUID sessionId,
      long costMicros,
      @Nullable Idempotency idempotency);
}
