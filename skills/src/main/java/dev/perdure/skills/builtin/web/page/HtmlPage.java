package dev.perdure.skills.builtin.web.page;

import dev.perdure.skills.internal.PlainText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import net.dankito.readability4j.Readability4J;
import org.jsoup.helper.DataUtil;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns HTML into Markdown: the main text where Readability finds it, else all that is to be seen.
 */
final class HtmlPage {

  private static final Logger log = LoggerFactory.getLogger(HtmlPage.class);

  private static final int DEEPEST = 100;
  private static final int LONGEST_TITLE = 300;
  private static final int LONGEST_ATTRIBUTE = 4_000;

  // Readability4J takes time by elements times depth squared, and by links squared, and can't be
  // stopped: at these bounds about two seconds of a processor at the worst of ten hostile shapes.
  private static final int MOST_ELEMENTS = 12_000;
  private static final long MOST_DEPTHS = 200_000;
  private static final long MOST_TEXT = 15_000_000;

  // A main text shorter than this, and much shorter than the page, is a wrong guess.
  private static final int SHORT = 500;
  private static final int PART = 4;

  private HtmlPage() {}

  static PageReading read(Page page) {
    Document document = parse(page.body(), page.charset(), page.url());
    String title = title(document);
    PageReading whole = whole(document, title);
    if (whole.cut() || !Size.of(document).fits()) {
      return whole;
    }
    return main(document, page.url())
        .map(main -> Markdown.of(main, title))
        .filter(main ->
            main.text().length() >= SHORT || main.text().length() * PART >= whole.text().length())
        .orElse(whole);
  }

  private static Document parse(byte[] body, Optional<String> charset, String url) {
    try {
      return DataUtil.load(
          new ByteArrayInputStream(body),
          charset.orElse(null),
          url,
          Parser.htmlParser().setMaxDepth(DEEPEST));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is in memory
    }
  }

  private static String title(Document document) {
    String title = PlainText.line(document.title(), LONGEST_TITLE);
    if (!title.isEmpty()) {
      return title;
    }
    Element heading = document.selectFirst("h1");
    return heading == null ? "" : PlainText.line(heading.text(), LONGEST_TITLE);
  }

  private static PageReading whole(Document document, String title) {
    return Markdown.of(document.body(), title);
  }

  private static Optional<Element> main(Document document, String url) {
    Document copy = document.clone();
    copy.getAllElements().stream()
        .filter(element -> element.parent() != null && Hidden.is(element))
        .toList()
        .forEach(Node::remove);
    copy.getAllElements().forEach(HtmlPage::withoutLongAttributes);
    // Readability4J makes addresses absolute by itself, and forgets the port.
    copy.select("a[href]").forEach(link -> link.attr("href", link.absUrl("href")));
    try {
      return Optional.ofNullable(new Readability4J(url, copy).parse().getArticleContent())
          .map(article -> {
            article.setBaseUri(url);
            return article;
          });
    } catch (RuntimeException | StackOverflowError e) {
      log.info("the main text of a page could not be found: {}", e.toString());
      return Optional.empty();
    }
  }

  /** Readability looks for words in them, which takes long in millions of letters. */
  private static void withoutLongAttributes(Element element) {
    element.attributes().asList().stream()
        .filter(attribute -> attribute.getValue().length() > LONGEST_ATTRIBUTE)
        .map(Attribute::getKey)
        .toList()
        .forEach(element::removeAttr);
  }

  /** How much work a document is. */
  private static final class Size implements NodeVisitor {

    private int elements;
    private long depths;
    private long text;

    static Size of(Document document) {
      Size size = new Size();
      document.traverse(size);
      return size;
    }

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words) {
        text += (long) words.getWholeText().length() * depth;
      } else if (node instanceof Element) {
        elements++;
        depths += (long) depth * Math.max(1, depth / 20);
      }
    }

    boolean fits() {
      return elements <= MOST_ELEMENTS && depths <= MOST_DEPTHS && text <= MOST_TEXT;
    }
  }
}
