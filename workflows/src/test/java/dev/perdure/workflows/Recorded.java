package dev.perdure.workflows;

import java.util.Locale;

/** A run whose history is kept, to be replayed against the code of every later version. */
interface Recorded {

  /** Runs to the end. */
  void play(Script script, FlowHarness flow);

  /** When it continues as new. */
  default boolean historyIsLong() {
    return false;
  }

  String name();

  /** The name its history is kept under. */
  default String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
  }
}
