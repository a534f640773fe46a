package dev.perdure.skills.custom;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of a tool, against what its maker says. What is null is left as it is.
 *
 * @param timeoutSeconds the most one attempt may take
 * @param untrusted whether it answers with what others wrote
 */
public record ToolOverride(
    @Nullable Effect effect,
    @Nullable Risk risk,
    @Nullable Integer timeoutSeconds,
    @Nullable Boolean untrusted) {

  /** Says nothing. */
  public static final ToolOverride NONE = new ToolOverride(null, null, null, null);

  /** The longest a tool may take. */
  public static final int LONGEST_SECONDS = 600;

  private static final Map<String, Effect> EFFECTS =
      Map.of("none", Effect.NONE, "idempotent", Effect.IDEMPOTENT, "once", Effect.ONCE);
  private static final Map<String, Risk> RISKS =
      Map.of("low", Risk.LOW, "medium", Risk.MEDIUM, "high", Risk.HIGH);

  /** Reads {@code overrides} of a draft, by tool. */
  public static Map<String, ToolOverride> readAll(DraftSettings settings) {
    Map<String, ToolOverride> overrides = new LinkedHashMap<>();
    settings.objects("overrides").forEach((tool, said) -> overrides.put(tool, read(said)));
    return overrides;
  }

  private static ToolOverride read(DraftSettings said) {
    ToolOverride override =
        new ToolOverride(
            said.word("effect", EFFECTS).orElse(null),
            said.word("risk", RISKS).orElse(null),
            said.number("timeout_seconds", 1, LONGEST_SECONDS).orElse(null),
            said.flag("untrusted").orElse(null));
    said.noOthers();
    return override;
  }

  public Effect effectOr(Effect otherwise) {
    return effect == null ? otherwise : effect;
  }

  public Risk riskOr(Risk otherwise) {
    return risk == null ? otherwise : risk;
  }

  public int timeoutSecondsOr(int otherwise) {
    return timeoutSeconds == null ? otherwise : timeoutSeconds;
  }

  public boolean untrustedOr(boolean otherwise) {
    return untrusted == null ? otherwise : untrusted;
  }
}
