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
import java.util.stream.Stream;

/** The skills that come with Perdure, made ready. */
public final class BuiltInSkills {

  private BuiltInSkills() {}

  /**
   * Those that need nothing.
   *
   * @param clock tells the time; its zone is the one used where a call names none
   * @param searches search providers that the operator installed
   * @param more those that need more of the machine, made by who knows it
   */
  public static List<Skill> all(Clock clock, Collection<SearchProvider> searches, Skill... more) {
    return Stream.concat(
            Stream.of(
                new ClockSkill(clock),
                new CalculatorSkill(),
                new WebSkill(clock, searches),
                new FilesSkill()),
            Stream.of(more))
        .toList();
  }

  /** All that need nothing of the machine, with the search providers of Perdure and no others. */
  public static List<Skill> all(Clock clock) {
    return all(clock, List.of());
  }
}
