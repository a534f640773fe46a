package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.ApprovalRule;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.skill.Risk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalsTest {

  @ParameterizedTest
  @CsvSource({
    "ALWAYS, LOW, true",
    "NEVER, HIGH, false",
    "BY_RISK, LOW, false",
    "BY_RISK, MEDIUM, true",
    "BY_RISK, HIGH, true"
  })
  void withoutARuleTheModeDecides(ApprovalMode mode, Risk risk, boolean needed) {
    ApprovalPolicy policy = new ApprovalPolicy(mode, Risk.MEDIUM, List.of(), WaitTerms.FOREVER);
    assertThat(Approvals.needed(policy, "send", risk, "{}")).isEqualTo(needed);
  }

  @Test
  void asksForHighRiskWhenNothingIsSaid() {
    assertThat(Approvals.needed(ApprovalPolicy.DEFAULT, "pay", Risk.HIGH, "{}")).isTrue();
    assertThat(Approvals.needed(ApprovalPolicy.DEFAULT, "pay", Risk.MEDIUM, "{}")).isFalse();
  }

  @Test
  void theFirstRuleThatFitsDecides() {
    ApprovalPolicy policy =
        policy(rule("mail_read", ApprovalMode.NEVER), rule("mail_*", ApprovalMode.ALWAYS));
    assertThat(Approvals.needed(policy, "mail_read", Risk.HIGH, "{}")).isFalse();
    assertThat(Approvals.needed(policy, "mail_send", Risk.LOW, "{}")).isTrue();
    assertThat(Approvals.needed(policy, "post_send", Risk.LOW, "{}")).isFalse();
  }

  @Test
  void aRuleMayGoByTheRiskOfThePolicy() {
    ApprovalPolicy policy =
        new ApprovalPolicy(
            ApprovalMode.ALWAYS,
            Risk.HIGH,
            List.of(rule("read_*", ApprovalMode.BY_RISK)),
            WaitTerms.FOREVER);
    assertThat(Approvals.needed(policy, "read_mail", Risk.MEDIUM, "{}")).isFalse();
    assertThat(Approvals.needed(policy, "read_mail", Risk.HIGH, "{}")).isTrue();
  }

  @Test
  void aRuleMayGoByArguments() {
    ApprovalPolicy policy = policy(rule("write", ApprovalMode.ALWAYS, "/path", "^/etc/"));
    assertThat(needed(policy, "{\"path\":\"/etc/passwd\"}")).isTrue();
    assertThat(needed(policy, "{\"path\":\"/tmp/etc/x\"}")).isFalse();
    assertThat(needed(policy, "{}")).isFalse();
  }

  @Test
  void everyPatternOfARuleHasToBeFound() {
    ApprovalPolicy policy =
        policy(
            new ApprovalRule(
                "write", ApprovalMode.ALWAYS, Map.of("/to/0", "@evil\\.", "/size", "^1")));
    assertThat(needed(policy, "{\"to\":[\"a@evil.org\"],\"size\":12}")).isTrue();
    assertThat(needed(policy, "{\"to\":[\"a@evil.org\"],\"size\":7}")).isFalse();
    assertThat(needed(policy, "{\"to\":[\"a@good.org\"],\"size\":12}")).isFalse();
  }

  @Test
  void anObjectIsMatchedAsJson() {
    ApprovalPolicy policy = policy(rule("write", ApprovalMode.ALWAYS, "/to", "boss"));
    assertThat(needed(policy, "{\"to\":{\"cc\":\"boss\"}}")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"path\":", "[]", "7", "{} {}", "{\"path\":\"a\",\"path\":\"/etc/x\"}"})
  void argumentsNobodyCanReadNeedApprovalWhenARuleGoesByThem(String arguments) {
    ApprovalPolicy policy = policy(rule("write", ApprovalMode.ALWAYS, "/path", "^/etc/"));
    assertThat(needed(policy, arguments)).isTrue();
    assertThat(Approvals.needed(policy, "other", Risk.LOW, arguments)).isFalse();
  }

  @Test
  void aRuleThatFreesCallsDoesNotFreeThoseItCannotRead() {
    ApprovalPolicy policy =
        new ApprovalPolicy(
            ApprovalMode.ALWAYS,
            Risk.LOW,
            List.of(rule("write", ApprovalMode.NEVER, "/path", "^/tmp/")),
            WaitTerms.FOREVER);
    assertThat(needed(policy, "{\"path\":\"/tmp/x\"}")).isFalse();
    assertThat(needed(policy, "{\"path\":\"/tmp/x\"")).isTrue();
  }

  @Test
  void aPatternThatIsNoneOrTakesForEverMeansApproval() {
    assertThat(needed(policy(rule("write", ApprovalMode.NEVER, "/path", "(")), path("a"))).isTrue();
    assertThat(needed(policy(rule("write", ApprovalMode.NEVER, "path", "a")), path("a"))).isTrue();
    ApprovalPolicy slow = policy(rule("write", ApprovalMode.NEVER, "/path", "^(a|aa)+\\1x$"));
    assertThat(needed(slow, path("a".repeat(60) + "!"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "a*c, abbc, true",
    "a*c, ab, false",
    "*_send, mail_send, true",
    "*_send, mail_send_all, false",
    "a*b*c, axxbyyc, true",
    "a*b*c, axxbyy, false",
    "a.c, abc, false",
    "abc, ABC, false"
  })
  void aStarStandsForAnyCharacters(String glob, String name, boolean matches) {
    assertThat(Glob.matches(glob, name)).isEqualTo(matches);
  }

  private static boolean needed(ApprovalPolicy policy, String arguments) {
    return Approvals.needed(policy, "write", Risk.LOW, arguments);
  }

  private static String path(String path) {
    return "{\"path\":\"" + path + "\"}";
  }

  private static ApprovalPolicy policy(ApprovalRule... rules) {
    return new ApprovalPolicy(ApprovalMode.NEVER, Risk.HIGH, List.of(rules), WaitTerms.FOREVER);
  }

  private static ApprovalRule rule(String tool, ApprovalMode mode) {
    return new ApprovalRule(tool, mode, Map.of());
  }

  private static ApprovalRule rule(String tool, ApprovalMode mode, String pointer, String regex) {
    return new ApprovalRule(tool, mode, Map.of(pointer, regex));
  }
}
