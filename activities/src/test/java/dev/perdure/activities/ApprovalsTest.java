package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.ApprovalRule;
import dev.perdure.core.agent.OnUntrusted;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalsTest {

  private static final Outside READ = new Outside(true, List.of());

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
    assertThat(Approvals.needed(policy, tool("send", risk), "{}", Outside.NOT_READ))
        .isEqualTo(needed);
  }

  @Test
  void asksForHighRiskWhenNothingIsSaid() {
    assertThat(
            Approvals.needed(
                ApprovalPolicy.DEFAULT, tool("pay", Risk.HIGH), "{}", Outside.NOT_READ))
        .isTrue();
    assertThat(
            Approvals.needed(
                ApprovalPolicy.DEFAULT, tool("pay", Risk.MEDIUM), "{}", Outside.NOT_READ))
        .isFalse();
  }

  @Test
  void theFirstRuleThatFitsDecides() {
    ApprovalPolicy policy =
        policy(rule("mail_read", ApprovalMode.NEVER), rule("mail_*", ApprovalMode.ALWAYS));
    assertThat(Approvals.needed(policy, tool("mail_read", Risk.HIGH), "{}", Outside.NOT_READ))
        .isFalse();
    assertThat(Approvals.needed(policy, tool("mail_send", Risk.LOW), "{}", Outside.NOT_READ))
        .isTrue();
    assertThat(Approvals.needed(policy, tool("post_send", Risk.LOW), "{}", Outside.NOT_READ))
        .isFalse();
  }

  @Test
  void aRuleMayGoByTheRiskOfThePolicy() {
    ApprovalPolicy policy =
        new ApprovalPolicy(
            ApprovalMode.ALWAYS,
            Risk.HIGH,
            List.of(rule("read_*", ApprovalMode.BY_RISK)),
            WaitTerms.FOREVER);
    assertThat(Approvals.needed(policy, tool("read_mail", Risk.MEDIUM), "{}", Outside.NOT_READ))
        .isFalse();
    assertThat(Approvals.needed(policy, tool("read_mail", Risk.HIGH), "{}", Outside.NOT_READ))
        .isTrue();
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
    assertThat(Approvals.needed(policy, tool("other", Risk.LOW), arguments, Outside.NOT_READ))
        .isFalse();
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
    assertThat(Approvals.needed(never, tool, "{}", READ)).isEqualTo(needed);
    assertThat(Approvals.needed(policy(), tool, "{}", READ)).isEqualTo(needed);
    assertThat(Approvals.needed(never, tool, "{}", Outside.NOT_READ)).isFalse();
  }

  @Test
  void outsideContentIsIgnoredOnlyByWordOfThePolicyOrItsRule() {
    ToolDescriptor send = tool("send", Risk.LOW, Effect.ONCE);
    ToolDescriptor pay = tool("pay", Risk.LOW, Effect.ONCE);
    ApprovalRule trusting =
        new ApprovalRule("send", ApprovalMode.NEVER, Map.of(), OnUntrusted.IGNORE);
    assertThat(Approvals.needed(policy(trusting), send, "{}", READ)).isFalse();
    assertThat(Approvals.needed(policy(trusting), pay, "{}", READ)).isTrue();
    ApprovalPolicy ignoring =
        new ApprovalPolicy(
            ApprovalMode.BY_RISK,
            Risk.HIGH,
            List.of(new ApprovalRule("pay", ApprovalMode.NEVER, Map.of(), OnUntrusted.ASK)),
            WaitTerms.FOREVER,
            OnUntrusted.IGNORE);
    assertThat(Approvals.needed(ignoring, send, "{}", READ)).isFalse();
    assertThat(Approvals.needed(ignoring, pay, "{}", READ)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.test/news, false",
    "'Read https://a.test/news, please.', false",
    "HTTPS://A.TEST/said, false",
    "https://b.test/list?page=2, false",
    "no address, false",
    "https://b.test/list?page=2&key=4711, true",
    "'https://a.test/news and http://c.test/', true",
    "HTTP://c.test, true"
  })
  void anAddressThatNobodyToldNeedsApprovalOnceOutsideContentWasRead(String text, boolean needed) {
    List<Message> told =
        List.of(
            message(
                Role.USER, new ContentPart.Text("See https://a.test/news or HTTPS://A.TEST/said")),
            message(
                Role.TOOL,
                new ContentPart.ToolResult("1", "read", "next: https://b.test/list?page=2", false)),
            message(Role.ASSISTANT, new ContentPart.Text("I think of http://c.test/")));
    ToolDescriptor fetch = tool("fetch_page", Risk.MEDIUM, Effect.NONE);
    ApprovalPolicy never = policy(rule("*", ApprovalMode.NEVER));
    String arguments = Arguments.write(Map.of("urls", List.of(Map.of("url", text))));
    assertThat(Approvals.needed(never, fetch, arguments, new Outside(true, told)))
        .isEqualTo(needed);
    assertThat(Approvals.needed(never, fetch, arguments, new Outside(false, told))).isFalse();
  }

  private static Message message(Role role, ContentPart part) {
    UUID id = new UUID(1, 1);
    return new Message(
        new OrgId(id), id, id, id, 1, null, null, role, List.of(part), Instant.EPOCH);
  }

  private static boolean needed(ApprovalPolicy policy, String arguments) {
    return Approvals.needed(policy, tool("write", Risk.LOW), arguments, Outside.NOT_READ);
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
