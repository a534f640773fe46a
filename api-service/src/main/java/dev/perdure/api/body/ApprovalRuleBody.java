package dev.perdure.api.body;

import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalRule;
import dev.perdure.core.agent.OnUntrusted;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule of an approval policy. The first that fits a call counts.
 *
 * @param tool the tool's name; {@code *} stands for any characters
 * @param mode for calls that fit
 * @param arguments patterns by JSON pointer: regular expressions that must each be found in the
 *     argument at that place
 * @param onUntrusted in place of the policy's
 */
public record ApprovalRuleBody(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "file_*") @Nullable String tool,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable ApprovalMode mode,
    @Schema(
            description = "Regular expressions by JSON pointer, each found in its argument.",
            example = "{\"/path\": \"^/etc/\"}")
        @Nullable Map<String, String> arguments,
    @Schema(description = "The policy's when absent.") @Nullable OnUntrusted onUntrusted) {

  static ApprovalRuleBody of(ApprovalRule rule) {
    return new ApprovalRuleBody(
        rule.tool(),
        rule.mode(),
        rule.arguments().isEmpty() ? null : rule.arguments(),
        rule.onUntrusted());
  }
}
