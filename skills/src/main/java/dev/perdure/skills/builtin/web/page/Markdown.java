package dev.perdure.skills.builtin.web.page;

import dev.perdure.skills.internal.PlainText;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is to be seen of a document as Markdown. It stops when that gets too long: links and
 * indentation can make it many times the size of the page.
 */
final class Markdown {

  private static final int LONGEST = 2_000_000;
  private static final int LONGEST_ADDRESS = 1_000;
  private static final Set<String> ITEMS = Set.of("ul", "ol", "menu");

  private final StringBuilder out = new StringBuilder();
  private StringBuilder line = new StringBuilder();
  private String prefix = "";
  private @Nullable String lead;
  private boolean flat;
  private boolean full;

  private Markdown() {}

  static PageReading of(Element element, String title) {
    Markdown markdown = new Markdown();
    markdown.children(element);
    markdown.flush();
    String text = PlainText.visible(markdown.out.toString()).strip();
    return new PageReading(title.isEmpty() ? null : title, text, markdown.full);
  }

  private void children(Element element) {
    for (Node child : element.childNodes()) {
      if (full) {
        return;
      }
      node(child);
    }
  }

  private void node(Node node) {
    if (node instanceof TextNode text) {
      write(text.getWholeText());
    } else if (node instanceof Element element && !Hidden.is(element)) {
      element(element);
    }
  }

  private void element(Element element) {
    switch (element.normalName()) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> heading(element);
      case "ul", "ol", "menu" -> list(element);
      case "pre" -> code(element);
      case "blockquote" -> quote(element);
      case "table" -> table(element);
      case "a" -> link(element);
      case "img" -> image(element);
      case "strong", "b" -> marked(element, "**");
      case "em", "i" -> marked(element, "*");
      case "code", "kbd", "samp" -> marked(element, "`");
      case "br" -> line.append(flat ? " " : "\n");
      case "hr" -> block("---");
      case "dt" -> block("**" + inline(element) + "**");
      default -> {
        if (element.isBlock()) {
          flush();
          children(element);
          flush();
        } else {
          children(element);
        }
      }
    }
  }

  private void heading(Element element) {
    String text = inline(element);
    if (!text.isEmpty()) {
      block("#".repeat(element.normalName().charAt(1) - '0') + " " + text);
    }
  }

  private void list(Element list) {
    if (flat) {
      children(list);
      return;
    }
    flush();
    int number = 1;
    for (Element item : list.children()) {
      if (full || Hidden.is(item)) {
        continue;
      }
      String marker = list.normalName().equals("ol") ? number++ + ". " : "- ";
      if (ITEMS.contains(item.normalName())) {
        within("  ", null, () -> list(item));
      } else {
        within(" ".repeat(marker.length()), marker, () -> children(item));
      }
    }
    gap();
  }

  private void quote(Element element) {
    flush();
    within("> ", "> ", () -> children(element));
  }

  /** Writes blocks with something before each line. */
  private void within(String indent, @Nullable String marker, Runnable blocks) {
    if (flat) {
      blocks.run();
      return;
    }
    String outer = prefix;
    lead = marker == null ? lead : (lead == null ? prefix : lead) + marker;
    prefix = prefix + indent;
    blocks.run();
    flush();
    prefix = outer;
    lead = null;
  }

  private void code(Element element) {
    if (flat) {
      children(element);
      return;
    }
    flush();
    gap();
    String code = element.wholeText();
    emit("```");
    code.stripTrailing().lines().forEach(this::emit);
    emit("```");
    gap();
  }

  private void link(Element element) {
    String text = inline(element);
    if (text.isEmpty()) {
      return;
    }
    String address = element.absUrl("href");
    boolean shown = address.matches("(?i)(https?|mailto):\\S+");
    line.append(
        shown && address.length() <= LONGEST_ADDRESS ? "[" + text + "](" + address + ")" : text);
    bound();
  }

  private void image(Element element) {
    String alt = PlainText.line(element.attr("alt"), LONGEST_ADDRESS);
    if (!alt.isEmpty()) {
      line.append("[image: ").append(alt).append(']');
      bound();
    }
  }

  private void marked(Element element, String mark) {
    String text = inline(element);
    line.append(text.isEmpty() ? "" : mark + text + mark);
  }

  private void table(Element table) {
    List<Element> rows = table.select("tr").stream().filter(row -> !Hidden.is(row)).toList();
    boolean plain =
        table.selectFirst("table table") == null
            && table.select("> * > tr, > tr").size() == table.select("tr").size()
            && rows.stream().anyMatch(row -> row.childrenSize() > 1);
    if (flat || !plain) {
      cells(table);
      return;
    }
    flush();
    gap();
    boolean first = true;
    for (Element row : rows) {
      if (full) {
        return;
      }
      emit(row(row));
      if (first) {
        emit("|" + " --- |".repeat(Math.min(row.childrenSize(), 100)));
        first = false;
      }
    }
    gap();
  }

  private String row(Element row) {
    StringBuilder cells = new StringBuilder("|");
    for (Element cell : row.children()) {
      if (!Hidden.is(cell)) {
        cells.append(' ').append(inline(cell).replace("|", "\\|")).append(" |");
      }
    }
    return cells.toString();
  }

  /** A table that is there for its looks: each cell is a block. */
  private void cells(Element table) {
    flush();
    children(table);
    flush();
  }

  /** An element on one line. */
  private String inline(Element element) {
    StringBuilder outer = line;
    boolean wasFlat = flat;
    line = new StringBuilder();
    flat = true;
    children(element);
    String text = line.toString().replaceAll("\\s+", " ").strip();
    line = outer;
    flat = wasFlat;
    return text;
  }

  private void write(String text) {
    line.append(text.replaceAll("[\\s\\u00A0]+", " "));
    bound();
  }

  private void bound() {
    full |= (long) out.length() + line.length() > LONGEST;
  }

  private void block(String text) {
    if (flat) {
      line.append(' ').append(text).append(' ');
      return;
    }
    flush();
    gap();
    emit(text);
    gap();
  }

  /** Ends the paragraph. */
  private void flush() {
    if (flat) {
      line.append(' ');
      return;
    }
    String text = line.toString().strip();
    line.setLength(0);
    if (!text.isEmpty()) {
      boolean item = lead != null;
      if (!item) {
        gap();
      }
      text.lines().map(String::strip).filter(part -> !part.isEmpty()).forEach(this::emit);
      if (!item && prefix.isEmpty()) {
        gap();
      }
    }
  }

  private void emit(String text) {
    int room = Math.max(0, LONGEST - out.length());
    full |= text.length() > room;
    out.append(lead == null ? prefix : lead);
    out.append(text, 0, PlainText.whole(text, Math.min(room, text.length()))).append('\n');
    lead = null;
  }

  /** An empty line, unless there is one. */
  private void gap() {
    int length = out.length();
    if (length > 1 && !(out.charAt(length - 1) == '\n' && out.charAt(length - 2) == '\n')) {
      out.append('\n');
    }
  }
}
