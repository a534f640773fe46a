package dev.perdure.core.skill;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A skill as an organization has it. */
public record InstalledSkill(Skill skill, Source source, SkillSettings settings) {

  /** Where a skill comes from. */
  public enum Source {
    /** It comes with Perdure. */
    BUILT_IN,
    /** The operator installed it. */
    PLUGIN,
    /** The organization made it. */
    CUSTOM;

    /** The name in the API. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public String name() {
    return skill.descriptor().name();
  }

  /**
   * The name by which the registry finds just this: with its version where an organization made it,
   * alone where the installation brings it, which has one at a time.
   */
  public String pinnedName() {
    return source == Source.CUSTOM ? name() + "@" + skill.descriptor().version() : name();
  }

  /** Whether a call was planned for a tool of this skill, and the skill does not know its tools. */
  public boolean owes(PlannedTool planned) {
    return pinnedName().equals(planned.skill()) && !skill.ready();
  }

  public boolean enabled() {
    return settings.enabled();
  }
}
