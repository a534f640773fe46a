package dev.perdure.activities;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.ApprovalRule;
import dev.perdure.core.agent.OnUntrusted;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.text.Patterns;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Whether a tool call needs a person's approval. Whatever can't be decided needs one: arguments
 * that are no JSON object, a pattern that is none or takes too long.
 */
final class Approvals {

  private Approvals() {}

  /**
   * The first rule that fits decides, else the policy's mode. What content from outside may have
   * ordered needs one unless the rule or the policy says to ignore that.
   */
  static boolean needed(
      ApprovalPolicy policy, ToolDescriptor tool, String argumentsJson, Outside outside) {
    Optional<JsonNode> arguments = Arguments.read(argumentsJson);
    boolean wary = outside.wary(tool, arguments.orElse(MissingNode.getInstance()));
    PatientText.Patience patience = new PatientText.Patience();
    for (ApprovalRule rule : policy.rules()) {
      if (Glob.matches(rule.tool(), tool.name())) {
        switch (fit(rule, arguments, patience)) {
          case YES -> {
            OnUntrusted own = rule.onUntrusted();
            return asks(rule.mode(), policy.risk(), tool.risk())
                || (wary && (own == null ? policy.onUntrusted() : own) == OnUntrusted.ASK);
          }
          case UNDECIDED -> {
            return true;
          }
          case NO -> {}
        }
      }
    }
    return asks(policy.mode(), policy.risk(), tool.risk())
        || (wary && policy.onUntrusted() == OnUntrusted.ASK);
  }

  private static boolean asks(ApprovalMode mode, Risk from, Risk risk) {
    return switch (mode) {
      case ALWAYS -> true;
      case NEVER -> false;
      case BY_RISK -> risk.compareTo(from) >= 0;
    };
  }

  private enum Fit {
    YES,
    NO,
    UNDECIDED
  }

  private static Fit fit(
      ApprovalRule rule, Optional<JsonNode> arguments, PatientText.Patience patience) {
    if (rule.arguments().isEmpty()) {
      return Fit.YES;
    }
    if (arguments.isEmpty()) {
      return Fit.UNDECIDED;
    }
    boolean undecided = false;
    for (Map.Entry<String, String> pattern : rule.arguments().entrySet()) {
      switch (found(pattern.getKey(), pattern.getValue(), arguments.get(), patience)) {
        case NO -> {
          return Fit.NO;
        }
        case UNDECIDED -> undecided = true;
        case YES -> {}
      }
    }
    return undecided ? Fit.UNDECIDED : Fit.YES;
  }

  private static Fit found(
      String pointer, String regex, JsonNode arguments, PatientText.Patience patience) {
    try {
      JsonNode value = arguments.at(JsonPointer.compile(pointer));
      if (value.isMissingNode()) {
        return Fit.NO;
      }
      String text = value.isTextual() ? value.textValue() : value.toString();
      return Patterns.compile(regex, 0).matcher(new PatientText(text, patience)).find()
          ? Fit.YES
          : Fit.NO;
    } catch (PatternSyntaxException | PatientText.TooLongException | StackOverflowError e) {
      return Fit.UNDECIDED;
    } catch (IllegalArgumentException e) {
      return Fit.UNDECIDED; // no JSON pointer
    }
  }
}
