package dev.perdure.e2e.proof;

import dev.perdure.core.skill.Effect;
import java.util.Locale;

/** An effect that a case plans: a text for the effect recorder, unlike all others. */
record Note(String text, Kind kind) {

  /** By which tool it is made. */
  enum Kind {
    RECORD_EFFECT(Effect.IDEMPOTENT),
    RECORD_ONCE(Effect.ONCE),
    RECORD_UNDOABLE(Effect.ONCE);

    private final Effect effect;

    Kind(Effect effect) {
      this.effect = effect;
    }

    Effect effect() {
      return effect;
    }

    String tool() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What makes the scripted model call the tool. */
  String cue() {
    return "[[call %s {\"note\": \"%s\"}]]".formatted(kind.tool(), text);
  }
}
