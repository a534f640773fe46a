package dev.perdure.skills.builtin.web.page;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.internal.PlainText;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Reads a page of the web and answers with its main text, where it came from, and when. */
public final class FetchPageTool implements Tool {

  private static final int LONGEST_URL = 2_000;
  private static final int FARTHEST = 10_000_000;
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
              "fetch_page",
              "Reads a web page or a text at an address and answers with its main text as"
                  + " Markdown. A long page comes in parts: go on with offset.",
              Schema.object(
                  Map.of(
                      "url",
                      Schema.text(
                          "Its address, https or http.", "^\\s*[Hh][Tt][Tt][Pp]", LONGEST_URL),
                      "offset",
                      Schema.integer(
                          "From which character of the text on; 0 when left out.", 0, FARTHEST)),
                  "url"),
              Effect.NONE,
              // robots.txt and the page, with a redirect or two; and what becomes of it
              Duration.ofSeconds(90),
              3)
          .untrusting();

  private final PageFetcher fetcher;
  private final Clock clock;

  /**
   * @param clock tells when a page was read, and how long an answer of robots.txt is kept
   */
  public FetchPageTool(Clock clock) {
    this.clock = clock;
    this.fetcher =
        new PageFetcher(
            new Robots(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant())), clock);
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    Values arguments = new Values(invocation.arguments());
    FetchSettings settings = FetchSettings.of(invocation.context());
    String asked = arguments.text("url").strip();
    Page page = fetcher.fetch(invocation.orgId(), asked, settings, invocation.http());
    PageReading reading = PageText.read(page);
    return ToolOutput.of(
        tell(asked, page, reading, arguments.integer("offset", 0), settings.maxCharacters()));
  }

  private String tell(String asked, Page page, PageReading reading, int offset, int most) {
    String text = reading.text();
    int from = PlainText.whole(text, Math.min(offset, text.length()));
    int to = PlainText.whole(text, Math.min(from + most, text.length()));
    StringBuilder told = new StringBuilder();
    if (reading.title() != null) {
      told.append("Title: ").append(reading.title()).append('\n');
    }
    told.append("Address: ").append(page.url()).append('\n');
    if (!page.url().equals(asked)) {
      told.append("Asked for: ").append(asked).append('\n');
    }
    told.append("Fetched: ").append(clock.instant().truncatedTo(ChronoUnit.SECONDS)).append('\n');
    told.append(part(text.length(), from, to)).append('\n');
    if (page.cut() || reading.cut()) {
      told.append("The page is longer than what was taken of it (")
          .append(page.body().length)
          .append(" bytes): its end is missing.\n");
    }
    return told.append('\n').append(text, from, to).toString();
  }

  private static String part(int length, int from, int to) {
    if (length == 0) {
      return "There is no text on this page; it may be made by scripts, which are not run.";
    }
    if (from == 0 && to == length) {
      return "Text: all " + length + " characters";
    }
    String more = to < length ? ". Go on with offset " + to : ". This is the end";
    return "Text: characters " + from + " to " + to + " of " + length + more;
  }
}
