package dev.perdure.security.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.net.Cidr;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {

  private static final String PUBLIC = "93.184.216.34";

  @Test
  void publicAddressesOnUsualPortsAreOpen() {
    assertThat(passes(List.of(), "https://example.com/", PUBLIC)).isTrue();
    assertThat(passes(List.of(), "http://example.com/", "2606:2800:220:1::1")).isTrue();
    assertThat(passes(List.of(), "http://example.com:22/", PUBLIC)).isFalse();
    assertThat(passes(List.of(), "https://example.com/", "10.0.0.1")).isFalse();
  }

  @Test
  void anAllowListIsAllThereIs() {
    List<OutboundRule> rules =
        List.of(rule(Action.ALLOW, "*.example.com"), rule(Action.ALLOW, "93.184.0.0/16", 8443));

    assertThat(passes(rules, "https://api.example.com/", PUBLIC)).isTrue();
    assertThat(passes(rules, "https://example.com/", "8.8.8.8")).isFalse();
    assertThat(passes(rules, "https://notexample.com/", "8.8.8.8")).isFalse();
    assertThat(passes(rules, "https://other.test:8443/", PUBLIC)).isTrue();
    assertThat(passes(rules, "https://other.test/", PUBLIC)).isFalse();
    assertThat(passes(rules, "https://api.example.com:8443/", "8.8.8.8")).isFalse();
    assertThat(passes(rules, "https://api.example.com/", "10.0.0.1"))
        .as("an allowed name opens nothing inside")
        .isFalse();
  }

  @Test
  void anInternalHostIsOpenedByNameOrRange() {
    List<OutboundRule> rules =
        List.of(rule(Action.INTERNAL, "wiki.internal", 8080), rule(Action.INTERNAL, "10.1.0.0/16"));

    assertThat(passes(rules, "http://wiki.internal:8080/", "10.9.9.9")).isTrue();
    assertThat(passes(rules, "http://wiki.internal/", "10.9.9.9")).isFalse();
    assertThat(passes(rules, "http://10.1.2.3/", "10.1.2.3")).isTrue();
    assertThat(passes(rules, "http://10.1.2.3:8080/", "10.1.2.3")).isFalse();
    assertThat(passes(rules, "http://10.2.2.3/", "10.2.2.3")).isFalse();
    assertThat(passes(rules, "http://example.com/", PUBLIC)).as("and nothing is closed").isTrue();
  }

  @Test
  void aNameDoesNotOpenTheMetadataOfACloud() {
    List<OutboundRule> rules = List.of(rule(Action.INTERNAL, "wiki.internal"));

    assertThat(passes(rules, "http://wiki.internal/", "169.254.169.254")).isFalse();
    assertThat(passes(rules, "http://wiki.internal/", "fd00:ec2::254")).isFalse();
    assertThat(
            passes(
                List.of(rule(Action.INTERNAL, "169.254.169.254")),
                "http://169.254.169.254/",
                "169.254.169.254"))
        .isTrue();
  }

  @Test
  void aBlockIsStrongerThanAll() {
    List<OutboundRule> rules =
        List.of(
            rule(Action.ALLOW, "*.example.com"),
            rule(Action.INTERNAL, "10.0.0.0/8"),
            rule(Action.BLOCK, "evil.example.com"),
            rule(Action.BLOCK, "10.6.0.0/16"));

    assertThat(passes(rules, "https://good.example.com/", PUBLIC)).isTrue();
    assertThat(passes(rules, "https://evil.example.com/", PUBLIC)).isFalse();
    assertThat(passes(rules, "http://10.6.6.6/", "10.6.6.6")).isFalse();
    assertThat(passes(rules, "http://good.example.com/", "10.6.6.6")).isFalse();
  }

  @Test
  void anOrganizationsListDoesNotWidenTheInstallations() {
    Policy policy =
        new Policy(
            List.of(rule(Action.ALLOW, "*.example.com")),
            List.of(rule(Action.ALLOW, "other.test")));
    Target target = Target.of("https://other.test/");

    assertThatThrownBy(() -> policy.check(target, List.of(Cidr.literal(PUBLIC).orElseThrow())))
        .hasMessageContaining("outbound_refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.",
        "10.0.0.0/33",
        "10.0.0/8",
        "::/129",
        "a b",
        "1.2.3",
        "http://a",
        "é"
      })
  void oddTargetsAreNoRules(String target) {
    assertThatThrownBy(() -> rule(Action.ALLOW, target))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangesEndWhereTheyEnd() {
    Cidr range = Cidr.of("172.16.0.0/12");
    assertThat(range.contains(Cidr.literal("172.31.255.255").orElseThrow())).isTrue();
    assertThat(range.contains(Cidr.literal("172.32.0.0").orElseThrow())).isFalse();
    assertThat(range.contains(Cidr.literal("::1").orElseThrow())).isFalse();
    assertThat(Cidr.of("fc00::/7").contains(Cidr.literal("fdff::1").orElseThrow())).isTrue();
    assertThatCode(() -> Cidr.of("0.0.0.0/0")).doesNotThrowAnyException();
  }

  private static OutboundRule rule(Action action, String target, Integer... ports) {
    return new OutboundRule(action, target, List.of(ports));
  }

  private static boolean passes(List<OutboundRule> rules, String url, String address) {
    Policy policy = new Policy(List.of(), rules);
    Target target = Target.of(url);
    try {
      policy.check(target);
      policy.check(target, List.of(Cidr.literal(address).orElseThrow()));
      return true;
    } catch (dev.perdure.core.error.PerdureException e) {
      return false;
    }
  }
}
