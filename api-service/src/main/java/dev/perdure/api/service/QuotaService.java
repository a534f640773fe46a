package dev.perdure.api.service;

import dev.perdure.api.body.PutQuotas;
import dev.perdure.api.body.QuotasBody;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.QuotaStore;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.quota.Quotas;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Limits and quotas of organizations. */
public final class QuotaService {

  private final QuotaStore quotas;

  public QuotaService(QuotaStore quotas) {
    this.quotas = quotas;
  }

  /** What an organization may ask for, and uses now. */
  public QuotasBody get(OrgId orgId) {
    return body(orgId, quotas.find(orgId).orElseThrow(() -> unknown(orgId.value())));
  }

  /** Gives an organization a plan, and what it has otherwise. */
  public QuotasBody put(Actor actor, OrgId orgId, PutQuotas body) {
    LimitsOverride said = said(body.overrides());
    return body(
        orgId,
        quotas.put(actor, orgId, body.plan(), said).orElseThrow(() -> unknown(orgId.value())));
  }

  private QuotasBody body(OrgId orgId, Quotas found) {
    return QuotasBody.of(found, quotas.use(orgId));
  }

  private static PerdureException unknown(UUID id) {
    return PerdureException.notFound("organization", id);
  }

  private static LimitsOverride said(PutQuotas.@Nullable Overrides said) {
    if (said == null) {
      return LimitsOverride.NONE;
    }
    try {
      return new LimitsOverride(
          said.credentialPerSecond(),
          said.credentialBurst(),
          said.userPerSecond(),
          said.userBurst(),
          said.organizationPerSecond(),
          said.organizationBurst(),
          said.openStreams(),
          said.concurrentRuns(),
          said.queuedRuns(),
          said.dailySpendMicros(),
          said.storedBytes(),
          said.storedFiles(),
          said.fileBytes());
    } catch (IllegalArgumentException e) {
      throw PerdureException.invalid(
          "invalid_field", "The field /overrides: " + e.getMessage() + ".", "/overrides");
    }
  }
}
