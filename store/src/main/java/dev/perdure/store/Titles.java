package dev.perdure.store;

import dev.perdure.core.session.ContentPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a session its title: the first words of its first input. */
final class Titles {

  private static final int LONGEST = 60;

  private Titles() {}

  static @Nullable String of(List<ContentPart> input) {
    for (ContentPart part : input) {
      if (part instanceof ContentPart.Text words && !words.text().isBlank()) {
        return PgText.clean(shortened(words.text().strip()));
      }
    }
    return null;
  }

  private static String shortened(String text) {
    // Only the beginning counts, so only the beginning of a long input is looked at.
    String line = text.substring(0, Math.min(text.length(), 4 * LONGEST)).replaceAll("\\s+", " ");
    if (line.length() <= LONGEST) {
      return line;
    }
    int space = line.lastIndexOf(' ', LONGEST);
    return line.substring(0, space > 0 ? space : LONGEST) + "…";
  }
}
