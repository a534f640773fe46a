package dev.perdure.skills.custom;

import dev.perdure.core.error.PerdureException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a draft, so that a person learns all of it at once. */
public final class DraftProblems {

  /**
   * One thing that is wrong.
   *
   * @param file of the bundle; null where none is to blame
   * @param line counted from 1; 0 where none is to blame
   */
  public record Problem(@Nullable String file, int line, String what) {
    @Override
    public String toString() {
      String where = file == null ? "" : file + (line > 0 ? ":" + line : "") + ": ";
      return where + what;
    }
  }

  private static final int MOST = 50;

  private final List<Problem> problems = new ArrayList<>();

  /** Notes a problem of the settings. */
  public void add(String what) {
    add(null, 0, what);
  }

  /** Notes a problem of a line; what comes after the first 50 is not kept. */
  public void add(@Nullable String file, int line, String what) {
    if (problems.size() < MOST) {
      problems.add(new Problem(file, line, what));
    }
  }

  public List<Problem> all() {
    return List.copyOf(problems);
  }

  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Throws {@code invalid_skill} with all of them, if there are any. */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw PerdureException.invalid(
          "invalid_skill",
          String.join("\n", problems.stream().map(Problem::toString).toList()),
          null);
    }
  }
}
