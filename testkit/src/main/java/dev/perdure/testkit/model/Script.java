package dev.perdure.testkit.model;

import dev.perdure.testkit.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The behaviours still to come, in order. Safe for use by many threads. */
final class Script {
  private final List<Behaviour> behaviours = new ArrayList<>();

  synchronized void add(List<Behaviour> more) {
    behaviours.addAll(more);
  }

  synchronized void clear() {
    behaviours.clear();
  }

  /** Ends the behaviours for users who say exactly this part. */
  synchronized void heal(String part) {
    behaviours.removeIf(
        behaviour -> behaviour.match() != null && part.equals(behaviour.match().contains()));
  }

  /** The first behaviour that matches the request; it has one use less from now on. */
  synchronized Optional<Behaviour> take(ChatRequest request) {
    for (int i = 0; i < behaviours.size(); i++) {
      Behaviour behaviour = behaviours.get(i);
      if (matches(behaviour, request)) {
        use(i, behaviour);
        return Optional.of(behaviour);
      }
    }
    return Optional.empty();
  }

  private void use(int index, Behaviour behaviour) {
    int times = behaviour.times() == null ? 1 : behaviour.times();
    if (times == 1) {
      behaviours.remove(index);
    } else if (times > 1) {
      behaviours.set(index, behaviour.times(times - 1));
    }
  }

  private static boolean matches(Behaviour behaviour, ChatRequest request) {
    var match = behaviour.match();
    if (match == null) {
      return true;
    }
    String contains = match.contains();
    String model = match.model();
    return (contains == null || request.lastUserText().contains(contains))
        && (model == null || model.equals(request.model()));
  }
}
