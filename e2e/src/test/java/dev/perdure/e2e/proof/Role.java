package dev.perdure.e2e.proof;

import dev.perdure.e2e.harness.PerdureStack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The agents that each organization has; one is made before those who delegate to it. */
enum Role {
  PLAIN,
  LEAF,
  MIDDLE,
  CHIEF,
  /** Asks before anything is recorded, and waits as long as it takes. */
  CAREFUL,
  /** Waits a little, and goes on without the call. */
  HASTY,
  /** Waits a little, and ends. */
  IMPATIENT,
  /** Waits for a top-up when its steps are spent. */
  THRIFTY,
  /** Waits for a top-up when its tokens are spent. */
  FRUGAL,
  /** Finishes with what it knows when its steps are spent. */
  BRIEF,
  /** Has another model to fall back on. */
  PREPARED,
  /** Fails rather than wait for recovery. */
  BRITTLE,
  /** Delegates to whom it must ask, and who fails. */
  HEAD;

  private Map<String, Object> config() {
    return switch (this) {
      case PLAIN, LEAF, MIDDLE, CHIEF, HEAD -> Map.of();
      case CAREFUL -> Map.of("approvals", approvals(Map.of()));
      case HASTY ->
          Map.of(
              "approvals",
              approvals(Map.of("remind_after", "PT1S", "deadline", "PT3S", "on_deadline", "deny")));
      case IMPATIENT ->
          Map.of("approvals", approvals(Map.of("deadline", "PT3S", "on_deadline", "expire")));
      case THRIFTY -> Map.of("max_steps", 4);
      case FRUGAL ->
          Map.of("parameters", Map.of("max_output_tokens", 200), "budget", Map.of("tokens", 900));
      case BRIEF -> Map.of("max_steps", 4, "budget", Map.of("on_exhausted", "finish"));
      case PREPARED -> Map.of("fallback_models", List.of(PerdureStack.SCRIPTED_MODEL + "-2"));
      case BRITTLE -> Map.of("on_failure", "fail");
    };
  }

  private List<Role> subAgents() {
    return switch (this) {
      case MIDDLE -> List.of(LEAF);
      case CHIEF -> List.of(MIDDLE, LEAF);
      case HEAD -> List.of(CAREFUL, BRITTLE);
      default -> List.of();
    };
  }

  private static Map<String, Object> approvals(Map<String, Object> terms) {
    Map<String, Object> approvals = new LinkedHashMap<>(terms);
    approvals.put("mode", "never");
    approvals.put("rules", List.of(Map.of("tool", "record_*", "mode", "always")));
    return approvals;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The tool by which another agent delegates to it. */
  String delegating() {
    return "delegate_to_" + wireName();
  }

  /** The body of the request that makes it. */
  Map<String, Object> body() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("instructions", "You are tested.");
    all.put("model", PerdureStack.SCRIPTED_MODEL);
    all.put("skills", List.of("effect_recorder", "clock", "calculator"));
    all.put("max_steps", 400);
    all.put("ask_user", true);
    all.put(
        "sub_agents",
        subAgents().stream()
            .map(role -> Map.of("name", role.wireName(), "agent", role.wireName()))
            .toList());
    all.putAll(config());
    return Map.of("name", wireName(), "config", all);
  }
}
