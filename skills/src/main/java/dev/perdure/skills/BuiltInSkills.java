package dev.perdure.skills;

import dev.perdure.core.skill.Skill;
import dev.perdure.skills.builtin.CalculatorSkill;
import dev.perdure.skills.builtin.ClockSkill;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The skills that come with Perdure, made ready. */
public final class BuiltInSkills {

  private BuiltInSkills() {}

  /**
   * All of them.
   *
   * @param clock tells the time; its zone is the one used where a call names none
   * @param more those that need more of the machine, made by who knows it
   */
  public static List<Skill> all(Clock clock, Skill... more) {
    return Stream.concat(Stream.of(new ClockSkill(clock), new CalculatorSkill()), Stream.of(more))
        .toList();
  }
}
