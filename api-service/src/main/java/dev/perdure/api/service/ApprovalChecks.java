package dev.perdure.api.service;

import com.fasterxml.jackson.core.JsonPointer;
import dev.perdure.api.body.ApprovalRuleBody;
import dev.perdure.api.body.ApprovalsBody;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.ApprovalRule;
import dev.perdure.core.run.WaitTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads approval policies: rules must be ones that can fit a call. */
final class ApprovalChecks {

  private static final String FIELD = "/config/approvals";
  private static final int MOST_RULES = 64;
  private static final int MOST_PATTERNS = 16;
  private static final int PATTERN_LENGTH = 500;
  private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9_*-]{1,64}");

  private ApprovalChecks() {}

  static ApprovalPolicy policy(@Nullable ApprovalsBody body) {
    if (body == null) {
      return ApprovalPolicy.DEFAULT;
    }
    return ApprovalPolicy.of(
        body.mode(),
        body.risk(),
        rules(body.rules() == null ? List.of() : body.rules()),
        terms(body),
        body.onUntrusted());
  }

  private static WaitTerms terms(ApprovalsBody body) {
    Duration remind = body.remindAfter();
    Duration deadline = body.deadline();
    BudgetChecks.duration(remind, FIELD + "/remind_after");
    BudgetChecks.duration(deadline, FIELD + "/deadline");
    if (remind != null && deadline != null && remind.compareTo(deadline) >= 0) {
      throw Checks.invalid(FIELD + "/remind_after", "must be shorter than the deadline");
    }
    return WaitTerms.of(remind, deadline, body.onDeadline());
  }

  private static List<ApprovalRule> rules(List<ApprovalRuleBody> bodies) {
    if (bodies.size() > MOST_RULES) {
      throw Checks.invalid(FIELD + "/rules", "may have 64 entries at most");
    }
    List<ApprovalRule> rules = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      String field = FIELD + "/rules/" + i;
      rules.add(rule(Checks.required(bodies.get(i), field), field));
    }
    return rules;
  }

  private static ApprovalRule rule(ApprovalRuleBody body, String field) {
    String tool = Checks.required(body.tool(), field + "/tool");
    if (!TOOL.matcher(tool).matches()) {
      throw Checks.invalid(
          field + "/tool", "must be the name of a tool, with * for any characters");
    }
    Map<String, String> arguments = body.arguments() == null ? Map.of() : body.arguments();
    if (arguments.size() > MOST_PATTERNS) {
      throw Checks.invalid(field + "/arguments", "may have 16 entries at most");
    }
    arguments.forEach((pointer, pattern) -> pattern(pointer, pattern, field + "/arguments"));
    return ApprovalRule.of(
        tool, Checks.required(body.mode(), field + "/mode"), arguments, body.onUntrusted());
  }

  private static void pattern(String pointer, @Nullable String given, String field) {
    String entry = field + "/" + pointer.replace("~", "~0").replace("/", "~1");
    String pattern = Checks.required(given, entry);
    try {
      var _ = JsonPointer.compile(pointer);
    } catch (IllegalArgumentException _) {
      throw Checks.invalid(entry, "must have a JSON pointer such as /path as its key");
    }
    if (pattern.length() > PATTERN_LENGTH) {
      throw Checks.invalid(entry, "may have 500 characters at most");
    }
    Checks.noNul(pattern, entry);
    try {
      var _ = Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw Checks.invalid(entry, "is no regular expression: " + e.getDescription());
    }
  }
}
