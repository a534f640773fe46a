package dev.perdure.skills;

import dev.perdure.core.skill.Skill;
import dev.perdure.skills.builtin.CalculatorSkill;
import dev.perdure.skills.builtin.ClockSkill;
import java.time.Clock;
import java.util.List;

/** The skills that come with Perdure, made ready. */
public final class BuiltInSkills {

  private BuiltInSkills() {}

  /**
   * All of them.
   *
   * @param clock tells the time; its zone is the one used where a call names none
   */
  public static List<Skill> all(Clock clock) {
    return List.of(new ClockSkill(clock), new CalculatorSkill());
  }
}
