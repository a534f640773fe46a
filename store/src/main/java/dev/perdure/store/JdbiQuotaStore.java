package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.QuotaStore;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.quota.QuotaUse;
import dev.perdure.core.quota.Quotas;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Quotas, and the record of who changed them. */
final class JdbiQuotaStore implements QuotaStore {

  private static final String LOCK =
      "SELECT true FROM organizations WHERE org_id = :org FOR NO KEY UPDATE";

  private static final String PLAN =
      "UPDATE organizations SET plan = coalesce(:plan, plan) WHERE org_id = :org";

  private static final String PUT =
      """
      INSERT INTO quotas (org_id, said) VALUES (:org, :said::jsonb)
      ON CONFLICT (org_id) DO UPDATE
      SET said = excluded.said, updated_at = clock_timestamp()
      """;

  private final Db db;
  private final Json json;
  private final QuotaRows rows;
  private final AuditRows audit;

  JdbiQuotaStore(Db db, Json json, QuotaRows rows, AuditRows audit) {
    this.db = db;
    this.json = json;
    this.rows = rows;
    this.audit = audit;
  }

  @Override
  public Optional<Quotas> find(OrgId orgId) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId));
  }

  @Override
  public QuotaUse use(OrgId orgId) {
    return db.inOrg(
        orgId,
        handle -> {
          RunTurns.Count runs = RunTurns.count(handle, orgId);
          DailySpend.Day day = DailySpend.day(handle, orgId);
          return new QuotaUse(
              runs.working(),
              runs.queued(),
              day.spent(),
              day.reserved(),
              day.resetsAt(),
              OrganizationRoom.bytes(handle, orgId),
              OrganizationRoom.files(handle, orgId));
        });
  }

  @Override
  public Optional<Quotas> put(
      Actor actor, OrgId orgId, @Nullable String plan, LimitsOverride said) {
    if (plan != null && !rows.plans().byName().containsKey(plan)) {
      throw PerdureException.invalid(
          "plan_unknown",
          "There is no plan "
              + plan
              + ". There are: "
              + String.join(", ", new TreeSet<>(rows.plans().byName().keySet()))
              + ".",
          "/plan");
    }
    return db.inOrg(orgId, handle -> put(handle, actor, orgId, plan, said));
  }

  private Optional<Quotas> put(
      Handle handle, Actor actor, OrgId orgId, @Nullable String plan, LimitsOverride said) {
    boolean there =
        handle
            .createQuery(LOCK)
            .bind("org", orgId.value())
            .mapTo(Boolean.class)
            .findOne()
            .isPresent();
    if (!there) {
      return Optional.empty();
    }
    Quotas before = rows.find(handle, orgId).orElseThrow();
    handle.createUpdate(PLAN).bind("org", orgId.value()).bind("plan", plan).execute();
    handle.createUpdate(PUT).bind("org", orgId.value()).bind("said", json.limits(said)).execute();
    Quotas after = rows.find(handle, orgId).orElseThrow();
    record(
        handle,
        orgId,
        actor
            .did("quotas.update", AuditEntry.Target.of("organization", orgId))
            .before(words(before))
            .after(words(after)));
    return Optional.of(after);
  }

  /** In the organization's own log, and in that of who changed it, who alone sees from where. */
  private void record(Handle handle, OrgId orgId, AuditEntry entry) {
    OrgId by = entry.actor().orgId();
    if (!by.equals(orgId)) {
      audit.add(handle, orgId, entry.withoutOrigin());
      CurrentOrg.set(handle, by);
    }
    audit.add(handle, by, entry);
  }

  private Map<String, Object> words(Quotas quotas) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("plan", quotas.plan());
    words.put("said", json.object(json.limits(quotas.said())));
    return words;
  }
}
