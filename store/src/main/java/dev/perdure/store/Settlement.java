package dev.perdure.store;

import dev.perdure.core.run.Interrupt;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an interrupt is settled with, in words that can be compared.
 *
 * @param words as PostgreSQL gives them back
 */
record Settlement(Map<String, Object> words) {

  Settlement {
    words = Map.copyOf(words);
  }

  static Settlement of(Json json, String command, Map<String, Object> words) {
    Map<String, Object> all = new LinkedHashMap<>(words);
    all.put("command", command);
    return new Settlement(json.object(json.object(all)));
  }

  /** The answer when it is settled already: the same if it was settled so, else a refusal. */
  Told again(InterruptFinder.Found found) {
    Interrupt interrupt = found.row().interrupt();
    if (interrupt.settlement().equals(words)) {
      return Told.again(found.run(), found.row().command());
    }
    throw Refused.because("interrupt_already_settled", how(interrupt), found.run());
  }

  private static String how(Interrupt interrupt) {
    return switch (interrupt.status()) {
      case OPEN -> throw new IllegalStateException(interrupt.id() + " is open");
      case SETTLED -> "It was settled at " + interrupt.settledAt() + " by " + by(interrupt) + ".";
      case EXPIRED -> "Its deadline passed at " + interrupt.settledAt() + ".";
      case VOID -> "It is void since " + interrupt.settledAt() + ".";
    };
  }

  private static Object by(Interrupt interrupt) {
    Map<String, Object> settled = interrupt.settlement();
    Object operation = settled.get("operation");
    return operation == null ? settled.getOrDefault("command", "the run itself") : operation;
  }

  /** Whether the interrupt was settled with just this. */
  boolean settled(Interrupt interrupt) {
    return interrupt.settlement().equals(words);
  }
}
