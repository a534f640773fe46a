package dev.perdure.security.outbound;

import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an organization's requests may reach: public addresses on ports 80 and 443, and what its
 * rules and the installation's say otherwise.
 */
final class Policy {

  private final List<OutboundRule> installation;
  private final List<OutboundRule> organization;
  private final List<Integer> usualPorts;

  Policy(List<OutboundRule> installation, List<OutboundRule> organization) {
    this(installation, organization, OutboundRule.USUAL_PORTS);
  }

  /**
   * @param usualPorts reached without a rule
   */
  Policy(
      List<OutboundRule> installation, List<OutboundRule> organization, List<Integer> usualPorts) {
    this.installation = List.copyOf(installation);
    this.organization = List.copyOf(organization);
    this.usualPorts = List.copyOf(usualPorts);
  }

  /** Refuses what its name alone forbids, before anything is looked up. */
  void check(Target target) {
    if (rules(Action.BLOCK).anyMatch(rule -> rule.fitsName(target.host()))) {
      throw Refusals.refused(target.host() + " is blocked.");
    }
  }

  /** Refuses a target unless every address its name stands for may be reached. */
  void check(Target target, List<InetAddress> addresses) {
    for (InetAddress address : addresses) {
      if (rules(Action.BLOCK).anyMatch(rule -> rule.fits(address))) {
        throw Refusals.refused(target.host() + " is blocked.");
      }
      if (!PublicAddresses.contains(address) && !internal(target, address)) {
        throw Refusals.refused(target.host() + " is no public address.");
      }
      if (!port(target, address)) {
        throw Refusals.refused("Port " + target.port() + " of " + target.host() + " is closed.");
      }
      if (!listed(target, address, installation) || !listed(target, address, organization)) {
        throw Refusals.refused(target.host() + " is not on the list of what may be reached.");
      }
    }
  }

  private boolean internal(Target target, InetAddress address) {
    return rules(Action.INTERNAL)
        .filter(rule -> rule.fitsPort(target.port()))
        .anyMatch(rule ->
            rule.fits(address)
                || (rule.fitsName(target.host()) && !PublicAddresses.metadata(address)));
  }

  private boolean port(Target target, InetAddress address) {
    return usualPorts.contains(target.port())
        || rules(Action.ALLOW, Action.INTERNAL)
            .anyMatch(rule -> fits(rule, target, address) && rule.fitsPort(target.port()));
  }

  private static boolean listed(Target target, InetAddress address, List<OutboundRule> rules) {
    return rules.stream().noneMatch(rule -> rule.action() == Action.ALLOW)
        || rules.stream()
            .filter(rule -> rule.action() != Action.BLOCK)
            .anyMatch(rule -> fits(rule, target, address) && rule.fitsPort(target.port()));
  }

  private static boolean fits(OutboundRule rule, Target target, InetAddress address) {
    return rule.fitsName(target.host()) || rule.fits(address);
  }

  private Stream<OutboundRule> rules(Action... actions) {
    List<Action> wanted = List.of(actions);
    return Stream.concat(installation.stream(), organization.stream())
        .filter(rule -> wanted.contains(rule.action()));
  }
}
