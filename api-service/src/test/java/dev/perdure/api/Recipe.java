package dev.perdure.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How its owner succeeds with an operation; see {@code route-recipes.txt}.
 *
 * @param path with names of things in braces
 * @param body the same; empty when there is none
 */
record Recipe(String operation, String path, String body, String note) {

  private static final Pattern NAME = Pattern.compile("\\{([a-z]+(?:\\.[a-z]+)?)}");
  private static final String NEW = "new";

  /** Reads a line of the table. */
  static Recipe read(String line) {
    List<String> cells = List.of((line + "| | | |").split("\\|", -1));
    return new Recipe(
        cells.get(0).strip(), cells.get(1).strip(), cells.get(2).strip(), cells.get(3).strip());
  }

  /** A request with things in the place of their names. */
  record Filled(String path, String body) {}

  Filled fill(UnaryOperator<String> things) {
    return new Filled(fill(path, things), fill(body, things));
  }

  /** The names of all things in it. */
  Set<String> things() {
    Set<String> names = new LinkedHashSet<>();
    NAME.matcher(path + body).results().forEach(match -> names.add(match.group(1)));
    names.remove(NEW);
    return names;
  }

  /** Whether a thing is a part of the path, so that without it there is nothing. */
  boolean isPlace(String thing) {
    return path.replaceAll("\\?.*", "").contains("{" + thing + "}");
  }

  /** Whether nobody has to be known. */
  boolean open() {
    return note.contains("open");
  }

  /** Whether only the operator's people succeed. */
  boolean operator() {
    return note.contains("operator");
  }

  /** Whether it leaves nothing of the organization it is made in. */
  boolean alone() {
    return note.contains("alone");
  }

  /** Whether it is a list without a second page. */
  boolean single() {
    return note.contains("single");
  }

  private static String fill(String text, UnaryOperator<String> things) {
    return NAME.matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                match.group(1).equals(NEW)
                    ? "new-" + UUID.randomUUID()
                    : things.apply(match.group(1))));
  }
}
