package dev.perdure.api.body;

import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.port.OutboundRuleStore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A rule about what requests to the outside may reach.
 *
 * @param target a host, a suffix such as {@code *.example.com}, an address, or a range
 * @param ports empty: 80 and 443
 */
public record OutboundRuleBody(
    UUID id, OutboundRule.Action action, String target, List<Integer> ports, Instant createdAt) {

  public OutboundRuleBody {
    ports = List.copyOf(ports);
  }

  public static OutboundRuleBody of(OutboundRuleStore.Kept kept) {
    OutboundRule rule = kept.rule();
    return new OutboundRuleBody(
        kept.id(), rule.action(), rule.target(), rule.ports(), kept.createdAt());
  }
}
