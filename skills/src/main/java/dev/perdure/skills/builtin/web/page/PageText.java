package dev.perdure.skills.builtin.web.page;

import dev.perdure.core.error.PerdureException;
import dev.perdure.skills.internal.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a page by its type. */
final class PageText {

  private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");
  private static final Pattern TEXT =
      Pattern.compile(
          "text/.+|application/(json|xml|yaml|x-yaml|toml|javascript|x-ndjson|x-sh|sql|[^/]+\\+(json|xml|yaml))");
  private static final int PROBED = 1_024;

  private PageText() {}

  /**
   * @throws PerdureException with {@code page_unreadable} when it is no text
   */
  static PageReading read(Page page) {
    String type = page.mediaType();
    String start =
        new String(
            page.body(), 0, Math.min(page.body().length, PROBED), StandardCharsets.ISO_8859_1);
    boolean html = HTML.contains(type) || (type.isEmpty() && looksLikeHtml(start));
    boolean text = TEXT.matcher(type).matches() || (type.isEmpty() && start.indexOf(0) < 0);
    if (html) {
      return HtmlPage.read(page);
    }
    if (text) {
      return new PageReading(
          null, PlainText.visible(CharacterSets.decode(page.body(), page.charset())), false);
    }
    throw PerdureException.toolFinal(
        "page_unreadable",
        "%s is %s of %s%d bytes, which fetch_page can't read: it reads HTML and text."
            .formatted(
                page.url(),
                type.isEmpty() ? "a file of unknown type" : PlainText.line(type, 100),
                page.cut() ? "more than " : "",
                page.body().length),
        null);
  }

  private static boolean looksLikeHtml(String start) {
    String beginning = start.toLowerCase(Locale.ROOT);
    return beginning.contains("<!doctype html") || beginning.contains("<html");
  }
}
