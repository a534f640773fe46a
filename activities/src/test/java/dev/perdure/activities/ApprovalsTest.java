package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.ApprovalRule;
import dev.perdure.core.agent.OnUntrusted;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolDescriptor;
import java.time.Duration;
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
    assertThat(Approvals.needed(policy, tool("send", risk), "{}", false)).isEqualTo(needed);
  }

  @Test
  void asksForHighRiskWhenNothingIsSaid() {
    assertThat(Approvals.needed(ApprovalPolicy.DEFAULT, tool("pay", Risk.HIGH), "{}", false))
        .isTrue();
    assertThat(Approvals.needed(ApprovalPolicy.DEFAULT, tool("pay", Risk.MEDIUM), "{}", false))
        .isFalse();
  }

  @Test
  void theFirstRuleThatFitsDecides() {
    ApprovalPolicy policy =
        policy(rule("mail_read", ApprovalMode.NEVER), rule("mail_*", ApprovalMode.ALWAYS));
    assertThat(Approvals.needed(policy, tool("mail_read", Risk.HIGH), "{}", false)).isFalse();
    assertThat(Approvals.needed(policy, tool("mail_send", Risk.LOW), "{}", false)).isTrue();
    assertThat(Approvals.needed(policy, tool("post_send", Risk.LOW), "{}", false)).isFalse();
  }

  @Test
  void aRuleMayGoByTheRiskOfThePolicy() {
    ApprovalPolicy policy =
        new ApprovalPolicy(
            ApprovalMode.ALWAYS,
            Risk.HIGH,
            List.of(rule("read_*", ApprovalMode.BY_RISK)),
            WaitTerms.FOREVER);
    assertThat(Approvals.needed(policy, tool("read_mail", Risk.MEDIUM), "{}", false)).isFalse();
    assertThat(Approvals.needed(policy, tool("read_mail", Risk.HIGH), "{}", false)).isTrue();
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
    assertThat(Approvals.needed(policy, tool("other", Risk.LOW), arguments, false)).isFalse();
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

  @Test
  void patternsOfOneDecisionShareTheirPatience() {
    PatientText.Patience patience = new PatientText.Patience();
    PatientText one = new PatientText("a", patience);
    PatientText other = new PatientText("b", patience);
    for (int look = 0; look < 5_000_000; look++) {
      one.charAt(0);
    }
    assertThatExceptionOfType(PatientText.TooLongException.class).isThrownBy(() -> other.charAt(0));
    assertThat(new PatientText("b", new PatientText.Patience()).charAt(0)).isEqualTo('b');
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

  @ParameterizedTest
  @CsvSource({
    "ONCE, LOW, true",
    "IDEMPOTENT, LOW, true",
    "NONE, HIGH, true",
    "NONE, MEDIUM, false"
  })
  void harmNeedsApprovalOnceOutsideContentWasRead(Effect effect, Risk risk, boolean needed) {
    ApprovalPolicy never = policy(rule("*", ApprovalMode.NEVER));
    ToolDescriptor tool = tool("send", risk, effect);
    assertThat(Approvals.needed(never, tool, "{}", true)).isEqualTo(needed);
    assertThat(Approvals.needed(policy(), tool, "{}", true)).isEqualTo(needed);
    assertThat(Approvals.needed(never, tool, "{}", false)).isFalse();
  }

  @Test
  void outsideContentIsIgnoredOnlyByWordOfThePolicyOrItsRule() {
    ToolDescriptor send = tool("send", Risk.LOW, Effect.ONCE);
    ToolDescriptor pay = tool("pay", Risk.LOW, Effect.ONCE);
    ApprovalRule trusting =
        new ApprovalRule("send", ApprovalMode.NEVER, Map.of(), OnUntrusted.IGNORE);
    assertThat(Approvals.needed(policy(trusting), send, "{}", true)).isFalse();
    assertThat(Approvals.needed(policy(trusting), pay, "{}", true)).isTrue();
    ApprovalPolicy ignoring =
        new ApprovalPolicy(
            ApprovalMode.BY_RISK,
            Risk.HIGH,
            List.of(new ApprovalRule("pay", ApprovalMode.NEVER, Map.of(), OnUntrusted.ASK)),
            WaitTerms.FOREVER,
            OnUntrusted.IGNORE);
    assertThat(Approvals.needed(ignoring, send, "{}", true)).isFalse();
    assertThat(Approvals.needed(ignoring, pay, "{}", true)).isTrue();
  }

  private static boolean needed(ApprovalPolicy policy, String arguments) {
    return Approvals.needed(policy, tool("write", Risk.LOW), arguments, false);
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

  private static ToolDescriptor tool(String name, Risk risk) {
    return tool(name, risk, Effect.NONE);
  }

  private static ToolDescriptor tool(String name, Risk risk, Effect effect) {
    return new ToolDescriptor(name, "", Map.of(), effect, Duration.ofSeconds(1), 1, risk);
  }
}
