package dev.perdure.core.search;

import org.jspecify.annotations.Nullable;

/**
 * What is searched for.
 *
 * @param text as a person would type it
 * @param count how many results are wanted at most, from 1 to {@link #MOST}
 * @param freshness how old a page may be; null for any age. A service that can't tell ages takes no
 *     notice
 * @param language a code of two letters, such as {@code de}; null for any
 */
public record SearchQuery(
    String text, int count, @Nullable Freshness freshness, @Nullable String language) {

  /** Nobody asks for more results at once. */
  public static final int MOST = 20;

  public SearchQuery {
    if (text.isBlank()) {
      throw new IllegalArgumentException("nothing to search for");
    }
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("results: 1 to " + MOST);
    }
  }
}
