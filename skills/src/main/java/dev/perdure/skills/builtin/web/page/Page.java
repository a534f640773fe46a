package dev.perdure.skills.builtin.web.page;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server answered with. */
final class Page {

  private final String url;
  private final @Nullable String contentType;
  private final byte[] body;
  private final boolean cut;

  /**
   * A page.
   *
   * @param url where it came from, after redirects
   * @param contentType as the server says; null when it does not
   * @param body its beginning, at least; not copied
   * @param cut whether there was more
   */
  Page(String url, @Nullable String contentType, byte[] body, boolean cut) {
    this.url = url;
    this.contentType = contentType;
    this.body = body;
    this.cut = cut;
  }

  String url() {
    return url;
  }

  byte[] body() {
    return body;
  }

  boolean cut() {
    return cut;
  }

  /** Such as {@code text/html}; empty when the server does not say. */
  String mediaType() {
    return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** The character set the server names, when there is such a one. */
  Optional<String> charset() {
    return contentType == null ? Optional.empty() : CharacterSets.named(contentType);
  }
}
