package dev.perdure.core.skill;

import java.util.List;
import java.util.Map;

/** Whether a call's arguments fit. */
public sealed interface ArgumentCheck {

  /** They do. */
  record Valid(Map<String, Object> arguments) implements ArgumentCheck {}

  /** They don't; the problems are worded for the model. */
  record Invalid(List<String> problems) implements ArgumentCheck {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
