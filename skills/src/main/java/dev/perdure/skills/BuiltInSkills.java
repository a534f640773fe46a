package dev.perdure.skills;

import dev.perdure.core.search.SearchProvider;
import dev.perdure.core.skill.Skill;
import dev.perdure.skills.builtin.CalculatorSkill;
import dev.perdure.skills.builtin.ClockSkill;
import dev.perdure.skills.builtin.files.FilesSkill;
import dev.perdure.skills.builtin.web.WebSkill;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** The skills that come with Perdure, made ready. */
public final class BuiltInSkills {

  private BuiltInSkills() {}

  /**
   * All of them.
   *
   * @param clock tells the time; its zone is the one used where a call names none
   * @param searches search providers that the operator installed
   */
  public static List<Skill> all(Clock clock, Collection<SearchProvider> searches) {
    return List.of(
        new ClockSkill(clock),
        new CalculatorSkill(),
        new WebSkill(clock, searches),
        new FilesSkill());
  }

  /** All of them, with the search providers that come with Perdure and no others. */
  public static List<Skill> all(Clock clock) {
    return all(clock, List.of());
  }
}
