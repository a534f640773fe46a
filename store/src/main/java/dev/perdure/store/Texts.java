package dev.perdure.store;

import dev.perdure.core.session.ContentPart;
import java.util.List;

/** Reads what content says in words. */
final class Texts {

  private Texts() {}

  /** The text parts, joined. */
  static String of(List<ContentPart> content) {
    StringBuilder text = new StringBuilder();
    for (ContentPart part : content) {
      if (part instanceof ContentPart.Text words) {
        text.append(words.text());
      }
    }
    return text.toString();
  }
}
