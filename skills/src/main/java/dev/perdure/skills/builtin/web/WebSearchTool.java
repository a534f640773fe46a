package dev.perdure.skills.builtin.web;

import dev.perdure.core.search.Freshness;
import dev.perdure.core.search.SearchProvider;
import dev.perdure.core.search.SearchQuery;
import dev.perdure.core.search.SearchResult;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.internal.PlainText;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Searches by the provider that the organization chose. */
record WebSearchTool(Providers providers, Clock clock) implements Tool {

  static final String COST = "cost_micros";

  private static final int USUAL_COUNT = 5;
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_URL = 2_000;
  private static final int LONGEST_SNIPPET = 600;
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
              "web_search",
              "Searches the web. Answers with titles, addresses and snippets; read what matters"
                  + " with fetch_page before you rely on it, and cite its address.",
              Schema.object(
                  Map.of(
                      "query",
                      Schema.with(
                          Schema.text("As one would type it into a search engine.", "\\S", 400),
                          "minLength",
                          1),
                      "count",
                      Schema.integer(
                          "How many results at most; 5 when left out.", 1, SearchQuery.MOST),
                      "freshness",
                      Schema.choice(
                          "Only pages of the last day, week, month or year, where the service can"
                              + " tell.",
                          Stream.of(Freshness.values()).map(Freshness::wireName).toList()),
                      "language",
                      Schema.text("Only pages in this language, such as de.", "^[a-z]{2}$", 2)),
                  "query"),
              Effect.NONE,
              Duration.ofSeconds(30),
              3)
          .untrusting();

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public long costMicros(SkillContext context) {
    return providers.chosen(context).isEmpty() ? 0 : new Values(context.settings()).number(COST, 0);
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    SkillContext context = invocation.context();
    Optional<SearchProvider> provider = providers.chosen(context);
    if (provider.isEmpty()) {
      return ToolOutput.failure(
          "Web search is not set up here, so nothing can be searched; go on without it, or read"
              + " pages whose address you know with fetch_page.");
    }
    SearchQuery query = query(new Values(invocation.arguments()));
    List<SearchResult> results =
        provider.get().search(query, Providers.context(provider.get(), context)).stream()
            .filter(result -> result.url().matches("(?i)https?://\\S+"))
            .limit(query.count())
            .toList();
    return ToolOutput.of(tell(provider.get().title(), query, results));
  }

  private static SearchQuery query(Values arguments) {
    return new SearchQuery(
        arguments.text("query").strip(),
        arguments.integer("count", USUAL_COUNT),
        arguments.find("freshness").map(Freshness::of).orElse(null),
        arguments.find("language").orElse(null));
  }

  private String tell(String service, SearchQuery query, List<SearchResult> results) {
    String when = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String what = PlainText.line(query.text(), LONGEST_TITLE);
    if (results.isEmpty()) {
      return service + " found nothing for \"" + what + "\" at " + when + ".";
    }
    StringBuilder told = new StringBuilder();
    told.append(service).append(" for \"").append(what).append("\" at ").append(when).append(":\n");
    for (int i = 0; i < results.size(); i++) {
      SearchResult result = results.get(i);
      told.append('\n').append(i + 1).append(". ");
      told.append(line(result.title(), LONGEST_TITLE, "(no title)")).append('\n');
      told.append("   ").append(PlainText.line(result.url(), LONGEST_URL)).append('\n');
      if (result.published() != null) {
        told.append("   Published: ").append(PlainText.line(result.published(), 40)).append('\n');
      }
      String snippet = PlainText.line(result.snippet(), LONGEST_SNIPPET);
      told.append(snippet.isEmpty() ? "" : "   " + snippet + "\n");
    }
    return told.toString();
  }

  private static String line(String text, int most, String otherwise) {
    String line = PlainText.line(text, most);
    return line.isEmpty() ? otherwise : line;
  }
}
