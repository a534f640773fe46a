package dev.perdure.skills;

import dev.perdure.core.skill.Skill;
import dev.perdure.skills.builtin.CalculatorSkill;
import dev.perdure.skills.builtin.ClockSkill;
import dev.perdure.skills.builtin.code.CodeSkill;
import dev.perdure.skills.sandbox.Sandbox;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The skills that come with Perdure, made ready. */
public final class BuiltInSkills {

  private BuiltInSkills() {}

  /**
   * Those that need nothing.
   *
   * @param clock tells the time; its zone is the one used where a call names none
   */
  public static List<Skill> all(Clock clock) {
    return List.of(new ClockSkill(clock), new CalculatorSkill());
  }

  /** All of them, with the one that runs code. */
  public static List<Skill> all(Clock clock, Sandbox sandbox) {
    List<Skill> all = new ArrayList<>(all(clock));
    all.add(new CodeSkill(sandbox));
    return all;
  }
}
