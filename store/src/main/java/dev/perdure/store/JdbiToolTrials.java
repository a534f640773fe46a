package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.ToolTrials;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Books calls outside runs in the ledger of usage, beside those of runs. */
final class JdbiToolTrials implements ToolTrials {

  private static final String BOOK =
      """
      INSERT INTO usage
        (org_id, step_id, fence, session_id, provider, model, input_tokens, cached_input_tokens,
         output_tokens, reasoning_tokens, duration_ms, cost_micros)
      VALUES (:org, :step_id, 0, :session, :provider, :tool, 0, 0, 0, 0, 0, :cost)
      """;

  private final Db db;
  private final QuotaRows quotas;
  private final IdempotencyKeys keys;
  private final AuditRows audit;
  private final Supplier<UUID> ids;

  JdbiToolTrials(
      Db db, QuotaRows quotas, IdempotencyKeys keys, AuditRows audit, Supplier<UUID> ids) {
    this.db = db;
    this.quotas = quotas;
    this.keys = keys;
    this.audit = audit;
    this.ids = ids;
  }

  @Override
  public UUID begin(OrgId orgId, Trial trial, @Nullable Idempotency idempotency) {
    UUID id = ids.get();
    return db.inOrg(
        orgId,
        handle -> {
          Optional<UUID> earlier =
              keys.take(handle, orgId, idempotency, id).map(IdempotencyKeys.Made::id);
          if (earlier.isPresent() && trial.once()) {
            throw PerdureException.conflict(
                "already_tried",
                "The tool was called under this Idempotency-Key and must not happen twice. Look at what"
                    + " it did before you use a new key.");
          }
          if (trial.costMicros() > 0) {
            OrgLock.SPEND.take(handle, orgId);
            DailySpend.require(handle, orgId, quotas.limits(handle, orgId));
            book(handle, orgId, id, trial);
          }
          audit.add(handle, orgId, trial.told());
          return earlier.orElse(id);
        });
  }

  /** Each call that is made, also one that is made again: whoever answers it is paid for it. */
  private static void book(Handle handle, OrgId orgId, UUID id, Trial trial) {
    handle
        .createUpdate(BOOK)
        .bind("org", orgId.value())
        .bind("step_id", "try:" + id)
        .bind("session", trial.sessionId())
        .bind("provider", ToolCosts.TOOL)
        .bind("tool", trial.tool())
        .bind("cost", trial.costMicros())
        .execute();
  }
}
