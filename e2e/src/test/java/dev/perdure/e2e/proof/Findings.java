package dev.perdure.e2e.proof;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What was found wrong, each with the case it was found in. */
final class Findings {

  private final List<String> all = new ArrayList<>();
  private final String where;

  Findings(Scene scene) {
    this(scene.plot() + " sessions " + scene.sessions());
  }

  Findings(String where) {
    this.where = where;
  }

  /** Something is wrong when the condition does not hold. */
  @FormatMethod
  void expect(boolean holds, String what, Object... values) {
    if (!holds) {
      all.add(where + ": " + what.formatted(values));
    }
  }

  void same(Object found, Object expected, String what) {
    expect(Objects.equals(found, expected), "%s: found %s, expected %s", what, found, expected);
  }

  void add(String what) {
    all.add(where + ": " + what);
  }

  List<String> all() {
    return List.copyOf(all);
  }
}
