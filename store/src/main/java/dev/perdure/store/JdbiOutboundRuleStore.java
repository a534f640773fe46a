package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.port.OutboundRuleStore;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Keeps outbound rules, and records each change with it. */
final class JdbiOutboundRuleStore implements OutboundRuleStore {

  private static final String KIND = "outbound_rule";

  private static final String LIST =
      """
      SELECT id, action, target, ports, created_at FROM outbound_rules
      WHERE org_id = :org ORDER BY id
      """;

  /** The organization's row is locked, so that two at once don't both count one too few. */
  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM outbound_rules WHERE org_id = :org)
      FROM organizations WHERE org_id = :org FOR NO KEY UPDATE
      """;

  private static final String ADD =
      """
      INSERT INTO outbound_rules (org_id, id, action, target, ports)
      VALUES (:org, :id, :action, :target, :ports)
      ON CONFLICT (org_id, action, target) DO NOTHING
      RETURNING id, action, target, ports, created_at
      """;

  private static final String REMOVE =
      """
      DELETE FROM outbound_rules WHERE org_id = :org AND id = :id
      RETURNING id, action, target, ports, created_at
      """;

  private final Db db;
  private final AuditRows audit;
  private final Supplier<UUID> ids;

  JdbiOutboundRuleStore(Db db, AuditRows audit, Supplier<UUID> ids) {
    this.db = db;
    this.audit = audit;
    this.ids = ids;
  }

  @Override
  public List<Kept> list(OrgId orgId) {
    return db.inOrg(
        orgId,
        handle ->
            handle.createQuery(LIST).bind("org", orgId.value()).map((rs, ctx) -> map(rs)).list());
  }

  @Override
  public Kept add(OrgId orgId, OutboundRule rule, Actor actor) {
    return db.inOrg(
        orgId,
        handle -> {
          count(handle, orgId);
          Kept kept = insert(handle, orgId, rule);
          record(
              handle,
              orgId,
              actor
                  .did(KIND + ".create", AuditEntry.Target.of(KIND, kept.id()))
                  .after(told(kept.rule())));
          return kept;
        });
  }

  @Override
  public void remove(OrgId orgId, UUID id, Actor actor) {
    db.inOrg(
        orgId,
        handle -> {
          Kept gone =
              handle
                  .createQuery(REMOVE)
                  .bind("org", orgId.value())
                  .bind("id", id)
                  .map((rs, ctx) -> map(rs))
                  .findOne()
                  .orElseThrow(() -> PerdureException.notFound(KIND, id));
          record(
              handle,
              orgId,
              actor
                  .did(KIND + ".delete", AuditEntry.Target.of(KIND, id))
                  .before(told(gone.rule())));
          return gone;
        });
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

  private static void count(Handle handle, OrgId orgId) {
    int count =
        handle
            .createQuery(COUNT)
            .bind("org", orgId.value())
            .mapTo(Integer.class)
            .findOne()
            .orElseThrow(() -> PerdureException.notFound("organization", orgId));
    if (count >= MOST) {
      throw PerdureException.conflict(
          "too_many_outbound_rules", "An organization may have " + MOST + " outbound rules.");
    }
  }

  private Kept insert(Handle handle, OrgId orgId, OutboundRule rule) {
    return handle
        .createQuery(ADD)
        .bind("org", orgId.value())
        .bind("id", ids.get())
        .bind("action", rule.action().wireName())
        .bind("target", rule.target())
        .bindArray("ports", Integer.class, rule.ports())
        .map((rs, ctx) -> map(rs))
        .findOne()
        .orElseThrow(() ->
            PerdureException.conflict(
                "outbound_rule_exists",
                "There is a rule of this action and target already. Take it away first."));
  }

  private static Map<String, Object> told(OutboundRule rule) {
    return Map.of(
        "action", rule.action().wireName(), "target", rule.target(), "ports", rule.ports());
  }

  private static Kept map(ResultSet rs) throws SQLException {
    Array ports = rs.getArray("ports");
    return new Kept(
        Columns.uuid(rs, "id"),
        new OutboundRule(
            OutboundRule.Action.of(rs.getString("action")),
            rs.getString("target"),
            List.of((Integer[]) ports.getArray())),
        Columns.instant(rs, "created_at"));
  }
}
