package dev.perdure.api.service;

import dev.perdure.api.body.CreateOutboundRule;
import dev.perdure.api.body.OutboundRuleBody;
import dev.perdure.api.body.OutboundRulesBody;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import dev.perdure.core.port.OrganizationStore;
import dev.perdure.core.port.OutboundRuleStore;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the requests of organizations may reach. */
public final class OutboundRuleService {

  private static final int MOST_PORTS = 20;
  private static final int FIRST_FREE_PORT = 1024;
  private static final int HIGHEST_PORT = 65_535;

  private final OutboundRuleStore rules;
  private final OrganizationStore organizations;

  public OutboundRuleService(OutboundRuleStore rules, OrganizationStore organizations) {
    this.rules = rules;
    this.organizations = organizations;
  }

  public OutboundRulesBody list(OrgId orgId) {
    return new OutboundRulesBody(rules.list(orgId).stream().map(OutboundRuleBody::of).toList());
  }

  /** A rule for the caller's own organization; only the operator opens what is inside. */
  public OutboundRuleBody create(Requester by, CreateOutboundRule request) {
    OutboundRule rule = rule(request);
    if (opens(rule) && !by.holds(Set.of(Permission.ORGANIZATIONS_ADMIN))) {
      throw new PerdureException(
          new PerdureError.Forbidden(
              "permission_missing",
              "Internal rules, and ports below 1024 but 80 and 443, need the permission "
                  + Permission.ORGANIZATIONS_ADMIN.wireName()
                  + ", which is the operator's."));
    }
    return OutboundRuleBody.of(rules.add(by.orgId(), rule, by.actor()));
  }

  /** A rule for any organization, by the operator. */
  public OutboundRuleBody create(Requester by, OrgId orgId, CreateOutboundRule request) {
    return OutboundRuleBody.of(rules.add(known(orgId), rule(request), by.actor()));
  }

  public OutboundRulesBody listOf(OrgId orgId) {
    return list(known(orgId));
  }

  public void delete(Requester by, OrgId orgId, UUID id) {
    rules.remove(orgId, id, by.actor());
  }

  private OrgId known(OrgId orgId) {
    return organizations
        .get(orgId)
        .map(organization -> organization.orgId())
        .orElseThrow(() -> PerdureException.notFound("organization", orgId));
  }

  /** Whether a tenant could do harm with it: to what is inside, or to a server of another kind. */
  private static boolean opens(OutboundRule rule) {
    return rule.action() == Action.INTERNAL
        || rule.ports().stream()
            .anyMatch(port -> port < FIRST_FREE_PORT && !OutboundRule.USUAL_PORTS.contains(port));
  }

  private static OutboundRule rule(CreateOutboundRule request) {
    Action action = Checks.required(request.action(), "/action");
    String target = Checks.required(request.target(), "/target");
    List<Integer> ports = ports(request.ports());
    try {
      return new OutboundRule(action, target.strip(), ports);
    } catch (IllegalArgumentException e) {
      throw Checks.invalid(
          "/target", "must be a host, a suffix such as *.example.com, an address, or a range");
    }
  }

  private static List<Integer> ports(@Nullable List<@Nullable Integer> ports) {
    if (ports == null) {
      return List.of();
    }
    if (ports.size() > MOST_PORTS) {
      throw Checks.invalid("/ports", "may have " + MOST_PORTS + " entries at most");
    }
    List<Integer> read = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      read.add(port(ports.get(i), "/ports/" + i));
    }
    return read;
  }

  private static Integer port(@Nullable Integer given, String field) {
    Integer port = Checks.required(given, field);
    if (port < 1 || port > HIGHEST_PORT) {
      throw Checks.invalid(field, "must be from 1 to " + HIGHEST_PORT);
    }
    return port;
  }
}
