package dev.perdure.skills.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.tenant.OrgId;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules that close the network, and such that only seem to. */
class NetworkPoliciesTest {

  private static final Map<String, String> LABELS =
      JobSpec.labels(new OrgId(UUID.randomUUID()), "any");
  private static final NetworkPolicy CLOSED = FakeCluster.closed();

  private static boolean closes(NetworkPolicy... policies) {
    return NetworkPolicies.problem(List.of(policies), LABELS).isEmpty();
  }

  private static NetworkPolicy opening(String label, String value) {
    return CLOSED
        .edit()
        .editSpec()
        .editPodSelector()
        .addToMatchLabels(label, value)
        .endPodSelector()
        .addNewEgress()
        .endEgress()
        .endSpec()
        .build();
  }

  @Test
  void wantsOneThatDeniesBothWays() {
    assertThat(closes(CLOSED)).isTrue();
    assertThat(closes()).isFalse();
    assertThat(closes(CLOSED.edit().editSpec().withPolicyTypes("Ingress").endSpec().build()))
        .isFalse();
  }

  @Test
  void seesWhatOpensTheNetworkAgain() {
    assertThat(closes(CLOSED, opening("app.kubernetes.io/component", "sandbox"))).isFalse();
    assertThat(closes(CLOSED, opening("app", "another"))).isTrue();
  }

  @Test
  void trustsNoRuleThatMayMeanOthers() {
    NetworkPolicy some =
        CLOSED
            .edit()
            .editSpec()
            .editPodSelector()
            .addNewMatchExpression()
            .withKey("any")
            .withOperator("Exists")
            .endMatchExpression()
            .endPodSelector()
            .endSpec()
            .build();
    assertThat(closes(some)).isFalse();
  }
}
