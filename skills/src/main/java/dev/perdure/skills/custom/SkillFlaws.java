package dev.perdure.skills.custom;

import dev.perdure.core.error.Flaw;
import dev.perdure.core.error.PerdureException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects all that is wrong with a draft, so that it is told at once. */
public final class SkillFlaws {

  private static final int MOST = 50;

  private final List<Flaw> found = new ArrayList<>();

  /**
   * Something is wrong with a file as a whole.
   *
   * @param file its path; or, for a setting, a JSON pointer such as {@code /settings/url}
   * @param message what is wrong and what to do
   */
  public void add(String file, String message) {
    add(file, null, null, message);
  }

  /**
   * Something is wrong in a line.
   *
   * @param line counted from 1
   * @param column counted from 1; null when it is not known
   */
  public void add(String file, @Nullable Integer line, @Nullable Integer column, String message) {
    found.add(new Flaw(file, line, column, message));
  }

  public boolean none() {
    return found.isEmpty();
  }

  /**
   * Goes on only when nothing is wrong.
   *
   * @throws PerdureException with {@code invalid_skill} and the first flaws
   */
  public void refuse() {
    if (!found.isEmpty()) {
      int more = found.size() - 1;
      throw PerdureException.flawed(
          "invalid_skill",
          found.getFirst() + (more == 0 ? "" : " And " + more + " more: see problems."),
          found.subList(0, Math.min(MOST, found.size())));
    }
  }
}
