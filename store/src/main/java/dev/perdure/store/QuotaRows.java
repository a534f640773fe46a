package dev.perdure.store;

import dev.perdure.core.quota.Limits;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.quota.Quotas;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads what an organization may ask for. */
final class QuotaRows {

  private static final String FIND =
      """
      SELECT o.plan, q.said FROM organizations o LEFT JOIN quotas q ON q.org_id = o.org_id
      WHERE o.org_id = :org
      """;

  private final Json json;
  private final Plans plans;

  QuotaRows(Json json, Plans plans) {
    this.json = json;
    this.plans = plans;
  }

  Plans plans() {
    return plans;
  }

  Optional<Quotas> find(Handle handle, OrgId orgId) {
    return handle
        .createQuery(FIND)
        .bind("org", orgId.value())
        .map((rs, ctx) -> quotas(rs.getString("plan"), rs.getString("said")))
        .findOne();
  }

  /** The limits of an organization that is there. */
  Limits limits(Handle handle, OrgId orgId) {
    return find(handle, orgId)
        .map(Quotas::limits)
        .orElseThrow(() -> new IllegalStateException("no organization " + orgId));
  }

  private Quotas quotas(String plan, @org.jspecify.annotations.Nullable String said) {
    var override = json.limits(said);
    return new Quotas(plan, override, override.over(plans.of(plan)));
  }
}
