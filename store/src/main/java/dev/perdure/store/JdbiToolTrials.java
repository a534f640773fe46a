package dev.perdure.store;

import dev.perdure.core.port.Created;
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
  private final Supplier<UUID> ids;

  JdbiToolTrials(Db db, QuotaRows quotas, IdempotencyKeys keys, Supplier<UUID> ids) {
    this.db = db;
    this.quotas = quotas;
    this.keys = keys;
    this.ids = ids;
  }

  @Override
  public Created<UUID> begin(
      OrgId orgId,
      String tool,
      @Nullable UUID sessionId,
      long costMicros,
      @Nullable Idempotency idempotency) {
    UUID id = ids.get();
    return db.inOrg(
        orgId,
        handle -> {
          Optional<UUID> earlier =
              keys.take(handle, orgId, idempotency, id).map(IdempotencyKeys.Made::id);
          if (earlier.isPresent()) {
            return new Created<>(earlier.get(), true);
          }
          if (costMicros > 0) {
            OrgLock.SPEND.take(handle, orgId);
            DailySpend.require(handle, orgId, quotas.limits(handle, orgId));
            book(handle, orgId, id, tool, sessionId, costMicros);
          }
          return new Created<>(id, false);
        });
  }

  private static void book(
      Handle handle, OrgId orgId, UUID id, String tool, @Nullable UUID sessionId, long costMicros) {
    handle
        .createUpdate(BOOK)
        .bind("org", orgId.value())
        .bind("step_id", "try:" + id)
        .bind("session", sessionId)
        .bind("provider", ToolCosts.TOOL)
        .bind("tool", tool)
        .bind("cost", costMicros)
        .execute();
  }
}
