package dev.perdure.api.body;

import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalRule;
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
 */
public record ApprovalRuleBody(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "file_*") @Nullable String tool,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable ApprovalMode mode,
    @Schema(
            description = "Regular expressions by JSON pointer, each found in its argument.",
            example = "{\"/path\": \"^/etc/\"}")
        @Nullable Map<String, String> arguments) {

  static ApprovalRuleBody of(ApprovalRule rule) {
    return new ApprovalRuleBody(
        rule.tool(), rule.mode(), rule.arguments().isEmpty() ? null : rule.arguments());
  }
}
