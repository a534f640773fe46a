package dev.perdure.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.core.error.PerdureException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A path that was checked: relative, in Unicode's form NFC, with {@code /} between its names and
 * none at its ends.
 *
 * @param text the path
 */
public record FilePath(String text) {

  /** The longest name, in bytes of UTF-8: what file systems take. */
  public static final int LONGEST_NAME = 255;

  /** The longest path, in bytes of UTF-8. */
  public static final int LONGEST = 1024;

  /** How many names there may be. */
  public static final int DEEPEST = 32;

  private static final String CODE = "path_invalid";
  private static final String FIELD = "path";

  /**
   * Reads a path.
   *
   * @throws PerdureException {@code path_invalid}, saying why
   */
  public static FilePath of(String text) {
    if (text.length() > LONGEST) {
      throw tooLong();
    }
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (unfit(text.codePointAt(i))) {
        throw invalid("A path has no control characters, no \\, and no half characters.");
      }
    }
    String path = Normalizer.normalize(text, Normalizer.Form.NFC);
    if (path.getBytes(UTF_8).length > LONGEST) {
      throw tooLong();
    }
    String[] names = path.split("/", -1);
    if (names.length > DEEPEST) {
      throw invalid("A path has " + DEEPEST + " names at most.");
    }
    for (String name : names) {
      check(name);
    }
    return new FilePath(path);
  }

  private static void check(String name) {
    if (name.isEmpty()) {
      throw invalid(
          "A path is relative, such as reports/june.csv: it has no / at its ends and no empty"
              + " names.");
    }
    if (name.equals(".") || name.equals("..")) {
      throw invalid("A path has no names . and .. in it.");
    }
    if (name.getBytes(UTF_8).length > LONGEST_NAME) {
      throw invalid("A name in a path has " + LONGEST_NAME + " bytes at most.");
    }
  }

  /** Control characters, what turns the direction of writing, ends of lines, halves of pairs. */
  private static boolean unfit(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> c == '\\' || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    };
  }

  /** The last name. */
  public String name() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** The folders it is in, the outermost first. */
  public List<String> folders() {
    List<String> folders = new ArrayList<>();
    for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
      folders.add(text.substring(0, end));
    }
    return folders;
  }

  /** Whether it is below that folder. */
  public boolean below(FilePath folder) {
    return text.startsWith(folder.text + "/");
  }

  @Override
  public String toString() {
    return text;
  }

  private static PerdureException tooLong() {
    return invalid("A path has " + LONGEST + " bytes at most.");
  }

  private static PerdureException invalid(String why) {
    return PerdureException.invalid(CODE, why, FIELD);
  }
}
