package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule of an approval policy. The first that fits a call counts.
 *
 * @param tool the tool's name; {@code *} stands for any characters
 * @param arguments patterns by JSON pointer, such as {@code /path}: regular expressions that must
 *     each be found in the argument at that place; empty fits all arguments
 * @param onUntrusted in place of the policy's; absent: the policy's
 */
public record ApprovalRule(
    String tool,
    ApprovalMode mode,
    Map<String, String> arguments,
    @Nullable OnUntrusted onUntrusted) {

  /** A rule that leaves outside content to the policy. */
  public ApprovalRule(String tool, ApprovalMode mode, Map<String, String> arguments) {
    this(tool, mode, arguments, null);
  }

  public ApprovalRule {
    arguments = Map.copyOf(arguments);
  }

  /** Reads a rule in which the patterns may be left out. */
  @JsonCreator
  public static ApprovalRule of(
      @JsonProperty(value = "tool", required = true) String tool,
      @JsonProperty(value = "mode", required = true) ApprovalMode mode,
      @JsonProperty("arguments") @Nullable Map<String, String> arguments,
      @JsonProperty("onUntrusted") @Nullable OnUntrusted onUntrusted) {
    return new ApprovalRule(tool, mode, arguments == null ? Map.of() : arguments, onUntrusted);
  }
}
