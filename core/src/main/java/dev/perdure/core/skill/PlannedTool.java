package dev.perdure.core.skill;

import dev.perdure.core.text.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tool that a call was planned for. Its effect, its gate and a person's approval were decided
 * for this tool as it was then, so that no other may be called in its place.
 *
 * @param skill where the registry finds the skill as it was: {@code crm@3}, or a name alone where
 *     there are no versions; null when the tool belongs to none, or there was none
 * @param digest equal for equal tools only: of the skill, its version and settings, and all that
 *     the tool says of itself but its time and attempts: those stand in the plan, and hang on the
 *     machine
 */
public record PlannedTool(@Nullable String skill, String digest) {

  /** The orchestrator's own, which are what the agent's version says. */
  public static final PlannedTool OWN = new PlannedTool(null, "own");

  /** The model named a tool that there was not. One that appears later is not what it meant. */
  public static final PlannedTool NONE = new PlannedTool(null, "none");

  /** A tool of a skill as it is set up now. */
  public static PlannedTool of(InstalledSkill skill, Tool tool) {
    ToolDescriptor is = tool.descriptor();
    SkillSettings settings = skill.settings();
    List<Object> said =
        List.of(
            skill.source().wireName(),
            skill.name(),
            skill.skill().descriptor().version(),
            CanonicalText.ordered(settings.config()),
            CanonicalText.ordered(settings.secrets()),
            is.name(),
            is.description(),
            CanonicalText.unordered(is.inputSchema()),
            CanonicalText.unordered(is.outputSchema()),
            is.effect().wireName(),
            is.risk().wireName(),
            is.untrusted(),
            is.costMicros());
    return new PlannedTool(skill.pinnedName(), Sha256.hex(CanonicalText.ordered(said)));
  }
}
