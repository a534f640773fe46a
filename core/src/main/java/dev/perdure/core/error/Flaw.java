package dev.perdure.core.error;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with something sent in, and where.
 *
 * @param file the path of the file, or a JSON pointer into what was sent
 * @param line counted from 1, where there are lines
 * @param column counted from 1, where it is known
 * @param message what is wrong and what to do
 */
public record Flaw(String file, @Nullable Integer line, @Nullable Integer column, String message) {

  /** For people, in one line. */
  @Override
  public String toString() {
    return file
        + (line == null ? "" : ":" + line)
        + (line == null || column == null ? "" : ":" + column)
        + ": "
        + message;
  }
}
