package dev.perdure.core.port;

import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.quota.QuotaUse;
import dev.perdure.core.quota.Quotas;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What organizations may ask for. */
public interface QuotaStore {

  /** The quotas of an organization; empty when there is none of this id. */
  Optional<Quotas> find(OrgId orgId);

  /** What it uses. */
  QuotaUse use(OrgId orgId);

  /**
   * Gives an organization a plan, and something else than that in parts; recorded in its audit log.
   *
   * @param plan absent to leave it as it is; refused with {@code plan_unknown} when no such one is
   *     configured
   * @param said what it has otherwise, all of it: what is absent is as in the plan
   * @return empty when there is no such organization
   */
  Optional<Quotas> put(Actor actor, OrgId orgId, @Nullable String plan, LimitsOverride said);
}
