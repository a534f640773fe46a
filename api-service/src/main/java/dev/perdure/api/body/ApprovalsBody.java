package dev.perdure.api.body;

import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.OnUntrusted;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.skill.Risk;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tool calls need a person's approval, and how long a person is waited for. The times hold
 * for the agent's questions too.
 *
 * @param mode for calls that no rule fits; {@code by_risk} when absent
 * @param risk what {@code by_risk} begins at; {@code high} when absent
 * @param rules the first that fits a call counts
 * @param remindAfter ISO-8601; when to remind, once; never when absent
 * @param deadline ISO-8601; when to stop waiting; never when absent
 * @param onDeadline {@code deny} the call, which is the default, or let the run {@code expire}
 * @param onUntrusted {@code ask} before calls that can do harm once the agent has read what came
 *     from outside, which is the default, or {@code ignore} that
 */
public record ApprovalsBody(
    @Schema(description = "by_risk when absent.") @Nullable ApprovalMode mode,
    @Schema(description = "What by_risk begins at; high when absent.") @Nullable Risk risk,
    @Nullable List<ApprovalRuleBody> rules,
    @Schema(type = "string", description = "ISO-8601.", example = "PT1H")
        @Nullable Duration remindAfter,
    @Schema(type = "string", description = "ISO-8601.", example = "P1D")
        @Nullable Duration deadline,
    @Schema(description = "deny when absent.") @Nullable DeadlinePolicy onDeadline,
    @Schema(description = "ask when absent: calls that can do harm, after outside content.")
        @Nullable OnUntrusted onUntrusted) {

  static ApprovalsBody of(ApprovalPolicy policy) {
    WaitTerms terms = policy.terms();
    return new ApprovalsBody(
        policy.mode(),
        policy.risk(),
        policy.rules().stream().map(ApprovalRuleBody::of).toList(),
        terms.remindAfter(),
        terms.deadline(),
        terms.onDeadline(),
        policy.onUntrusted());
  }
}
