package dev.perdure.activities;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.ApprovalRule;
import dev.perdure.core.skill.Risk;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Whether a tool call needs a person's approval. Whatever can't be decided needs one: arguments
 * that are no JSON object, a pattern that is none or takes too long.
 */
final class Approvals {

  private Approvals() {}

  /** The first rule that fits decides, else the policy's mode. */
  static boolean needed(ApprovalPolicy policy, String tool, Risk risk, String argumentsJson) {
    Optional<JsonNode> arguments = Arguments.read(argumentsJson);
    for (ApprovalRule rule : policy.rules()) {
      if (Glob.matches(rule.tool(), tool)) {
        switch (fit(rule, arguments)) {
          case YES -> {
            return asks(rule.mode(), policy.risk(), risk);
          }
          case UNDECIDED -> {
            return true;
          }
          case NO -> {}
        }
      }
    }
    return asks(policy.mode(), policy.risk(), risk);
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

  private static Fit fit(ApprovalRule rule, Optional<JsonNode> arguments) {
    if (rule.arguments().isEmpty()) {
      return Fit.YES;
    }
    if (arguments.isEmpty()) {
      return Fit.UNDECIDED;
    }
    boolean undecided = false;
    for (Map.Entry<String, String> pattern : rule.arguments().entrySet()) {
      switch (found(pattern.getKey(), pattern.getValue(), arguments.get())) {
        case NO -> {
          return Fit.NO;
        }
        case UNDECIDED -> undecided = true;
        case YES -> {}
      }
    }
    return undecided ? Fit.UNDECIDED : Fit.YES;
  }

  private static Fit found(String pointer, String regex, JsonNode arguments) {
    try {
      JsonNode value = arguments.at(JsonPointer.compile(pointer));
      if (value.isMissingNode()) {
        return Fit.NO;
      }
      String text = value.isTextual() ? value.textValue() : value.toString();
      return Pattern.compile(regex).matcher(new PatientText(text)).find() ? Fit.YES : Fit.NO;
    } catch (PatternSyntaxException | PatientText.TooLongException | StackOverflowError e) {
      return Fit.UNDECIDED;
    } catch (IllegalArgumentException e) {
      return Fit.UNDECIDED; // no JSON pointer
    }
  }
}
