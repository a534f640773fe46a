package dev.perdure.core.port;

import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRules;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Port: the rules of organizations about what their requests may reach, as people keep them. */
public interface OutboundRuleStore extends OutboundRules {

  /** The most rules of one organization. */
  int MOST = 200;

  /** A rule as kept. */
  record Kept(UUID id, OutboundRule rule, Instant createdAt) {}

  /** All rules of the organization, oldest first. */
  List<Kept> list(OrgId orgId);

  /**
   * Adds a rule, and records who did.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code outbound_rule_exists} when there is
   *     one of that action and target, {@code too_many_outbound_rules}, {@code
   *     organization_not_found}
   */
  Kept add(OrgId orgId, OutboundRule rule, Actor actor);

  /**
   * Takes a rule away, and records who did.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code outbound_rule_not_found}
   */
  void remove(OrgId orgId, UUID id, Actor actor);

  @Override
  default List<OutboundRule> rules(OrgId orgId) {
    return list(orgId).stream().map(Kept::rule).toList();
  }
}
