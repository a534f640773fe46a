package dev.perdure.core.net;

import dev.perdure.core.tenant.OrgId;
import java.util.List;

/** Port: the rules of an organization about what its requests may reach. */
@FunctionalInterface
public interface OutboundRules {

  /** All rules that hold for the organization. */
  List<OutboundRule> rules(OrgId orgId);

  /** No organization has rules. */
  static OutboundRules none() {
    return orgId -> List.of();
  }
}
