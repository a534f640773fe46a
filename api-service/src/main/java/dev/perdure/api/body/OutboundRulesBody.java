package dev.perdure.api.body;

import java.util.List;

/** All rules of an organization, oldest first. */
public record OutboundRulesBody(List<OutboundRuleBody> rules) {
  public OutboundRulesBody {
    rules = List.copyOf(rules);
  }
}
