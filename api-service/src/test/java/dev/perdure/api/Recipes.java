package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The recipes of {@code route-recipes.txt}, by operation. */
final class Recipes {

  private static final String FILE = "/route-recipes.txt";

  private final Map<String, Recipe> recipes = new HashMap<>();

  private Recipes() {}

  static Recipes read() {
    Recipes table = new Recipes();
    try (InputStream in = Objects.requireNonNull(Recipes.class.getResourceAsStream(FILE), FILE)) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Recipe::read)
          .forEach(recipe -> assertThat(table.recipes.put(recipe.operation(), recipe)).isNull());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  /** The recipe of a route; without one the route's test fails and says what to do. */
  Recipe of(Contract.Route route) {
    Recipe recipe = recipes.get(route.id());
    if (recipe == null) {
      throw new AssertionError(
          "%s (%s) has no line in src/test/resources%s: add how its owner succeeds with it"
              .formatted(route, route.id(), FILE));
    }
    return recipe;
  }

  /** Operations that are in the table. */
  java.util.Set<String> operations() {
    return java.util.Set.copyOf(recipes.keySet());
  }
}
