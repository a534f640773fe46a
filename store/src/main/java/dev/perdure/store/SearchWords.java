package dev.perdure.store;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for: all of these words, each as the beginning of a word in a message or
 * anywhere in a title.
 */
record SearchWords(List<String> words) {

  private static final int MOST_WORDS = 16;
  private static final int LONGEST_WORD = 100;
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");

  SearchWords {
    words = List.copyOf(words);
  }

  /** Reads what was typed; null when nothing was. */
  static @Nullable SearchWords of(@Nullable String typed) {
    if (typed == null || typed.isBlank()) {
      return null;
    }
    return new SearchWords(
        SEPARATORS
            .splitAsStream(PgText.clean(typed))
            .filter(word -> !word.isEmpty())
            .map(word -> word.substring(0, Math.min(word.length(), LONGEST_WORD)))
            .limit(MOST_WORDS)
            .toList());
  }

  /**
   * A text with nothing but spaces between its words. PostgreSQL's own parser would keep addresses
   * and signed numbers whole, so that the words inside them could not be found.
   */
  static String apart(String text) {
    return SEPARATORS.matcher(PgText.clean(text)).replaceAll(" ");
  }

  /** Whether there is nothing to look for, as in "!?": then nothing is found. */
  boolean none() {
    return words.isEmpty();
  }

  List<String> likePatterns() {
    return words.stream().map(word -> "%" + PgText.likeLiteral(word) + "%").toList();
  }

  /** Words hold letters and digits only, so quoting is safe. */
  String tsquery() {
    return words.stream().map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
  }
}
