package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.skill.Risk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tool calls need a person's approval, and how long it is waited for. The terms hold for
 * questions of the agent too.
 *
 * @param mode for calls no rule fits
 * @param risk what {@link ApprovalMode#BY_RISK} begins at
 * @param onUntrusted what becomes of harmful calls after the agent has read outside content
 */
public record ApprovalPolicy(
    ApprovalMode mode,
    Risk risk,
    List<ApprovalRule> rules,
    WaitTerms terms,
    OnUntrusted onUntrusted) {

  /** Asks for approval of tools of high risk, and waits without a deadline. */
  public static final ApprovalPolicy DEFAULT =
      new ApprovalPolicy(ApprovalMode.BY_RISK, Risk.HIGH, List.of(), WaitTerms.FOREVER);

  public ApprovalPolicy {
    rules = List.copyOf(rules);
  }

  /** A policy that asks once outside content was read. */
  public ApprovalPolicy(ApprovalMode mode, Risk risk, List<ApprovalRule> rules, WaitTerms terms) {
    this(mode, risk, rules, terms, OnUntrusted.ASK);
  }

  /** Reads a policy in which everything may be left out. */
  @JsonCreator
  public static ApprovalPolicy of(
      @JsonProperty("mode") @Nullable ApprovalMode mode,
      @JsonProperty("risk") @Nullable Risk risk,
      @JsonProperty("rules") @Nullable List<ApprovalRule> rules,
      @JsonProperty("terms") @Nullable WaitTerms terms,
      @JsonProperty("onUntrusted") @Nullable OnUntrusted onUntrusted) {
    return new ApprovalPolicy(
        mode == null ? DEFAULT.mode() : mode,
        risk == null ? DEFAULT.risk() : risk,
        rules == null ? List.of() : rules,
        terms == null ? WaitTerms.FOREVER : terms,
        onUntrusted == null ? OnUntrusted.ASK : onUntrusted);
  }
}
