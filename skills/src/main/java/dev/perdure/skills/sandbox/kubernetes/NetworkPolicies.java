package dev.perdure.skills.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the rules of a namespace leave its jobs no network. That they are kept is tried. */
final class NetworkPolicies {

  private NetworkPolicies() {}

  /** What is open; empty when nothing is. Rules add up: one that opens is enough. */
  static Optional<String> problem(List<NetworkPolicy> all, Map<String, String> labels) {
    List<NetworkPolicy> ours =
        all.stream().filter(each -> mayMean(each.getSpec().getPodSelector(), labels)).toList();
    Optional<NetworkPolicy> opening =
        ours.stream()
            .filter(each ->
                !each.getSpec().getEgress().isEmpty() || !each.getSpec().getIngress().isEmpty())
            .findFirst();
    if (opening.isPresent()) {
      return Optional.of(
          "the NetworkPolicy " + opening.get().getMetadata().getName() + " opens the network");
    }
    return ours.stream().anyMatch(each -> closes(each, labels))
        ? Optional.empty()
        : Optional.of("no NetworkPolicy of the namespace denies its pods ingress and egress");
  }

  private static boolean closes(NetworkPolicy policy, Map<String, String> labels) {
    return policy.getSpec().getPolicyTypes().containsAll(List.of("Ingress", "Egress"))
        && surelyMeans(policy.getSpec().getPodSelector(), labels);
  }

  private static boolean surelyMeans(LabelSelector selector, Map<String, String> labels) {
    return selector.getMatchExpressions().isEmpty() && mayMean(selector, labels);
  }

  /** Expressions are not reckoned: what can't be ruled out may be meant. */
  private static boolean mayMean(LabelSelector selector, Map<String, String> labels) {
    return selector.getMatchLabels() == null
        || labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
  }
}
