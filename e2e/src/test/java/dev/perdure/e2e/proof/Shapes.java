package dev.perdure.e2e.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;

/** All shapes of cases, and the drawing of them. */
final class Shapes {

  private final Map<String, UnaryOperator<Draft>> all = new LinkedHashMap<>();

  Shapes(String only) {
    all.putAll(WorkingShapes.all());
    all.putAll(PeopleShapes.all());
    all.putAll(FailingShapes.all());
    all.putAll(OrderedShapes.all());
    if (!only.isEmpty()) {
      all.keySet().removeIf(name -> !name.contains(only));
      if (all.isEmpty()) {
        throw new IllegalArgumentException("there is no shape named " + only);
      }
    }
  }

  List<String> names() {
    return List.copyOf(all.keySet());
  }

  /** As many cases as wanted: every shape before any comes again, in an order of chance. */
  List<Plot> draw(int cases, Random random) {
    List<Plot> plots = new ArrayList<>();
    List<String> round = new ArrayList<>();
    while (plots.size() < cases) {
      if (round.isEmpty()) {
        round.addAll(all.keySet());
        Collections.shuffle(round, random);
      }
      String shape = round.removeLast();
      int number = plots.size() + 1;
      Draft draft = new Draft(new Random(random.nextLong()), number);
      plots.add(Objects.requireNonNull(all.get(shape)).apply(draft).finish(shape));
    }
    return List.copyOf(plots);
  }
}
