package dev.perdure.llm.rehearsal;

import dev.perdure.core.model.ToolSpec;

/**
 * A tool that the user's words ask for.
 *
 * @param arguments JSON
 */
record Cue(ToolSpec tool, String arguments) {
  private static final String COUNT = "$i";

  /** The same, done for the so-manieth time: {@code $i} in the arguments stands for the number. */
  Cue time(int number) {
    return arguments.contains(COUNT)
        ? new Cue(tool, arguments.replace(COUNT, String.valueOf(number)))
        : this;
  }
}
