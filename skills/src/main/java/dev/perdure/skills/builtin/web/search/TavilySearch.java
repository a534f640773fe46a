package dev.perdure.skills.builtin.web.search;

import static dev.perdure.skills.builtin.web.search.SearchCall.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.search.SearchProvider;
import dev.perdure.core.search.SearchQuery;
import dev.perdure.core.search.SearchResult;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tavily, a service made for agents. It takes no notice of the language. */
public final class TavilySearch implements SearchProvider {

  private static final SearchCall CALL = new SearchCall("Tavily");
  private static final Refusals USUAL = Refusals.usual("/detail/error");
  private static final Set<Integer> USED_UP = Set.of(432, 433);
  private static final Refusals REFUSALS =
      new Refusals(
          USUAL.key(),
          USUAL.keyHelp(),
          (status, _) -> USED_UP.contains(status),
          USUAL.retryAfter(),
          USUAL.message());

  @Override
  public String name() {
    return "tavily";
  }

  @Override
  public String title() {
    return CALL.service();
  }

  @Override
  public Map<String, Object> configSchema() {
    return Schema.object(
        Map.of(
            "base_url",
            Endpoint.SCHEMA,
            "topic",
            Schema.choice("What to search in; general when left out.", List.of("general", "news")),
            "search_depth",
            Schema.choice(
                "Advanced finds better snippets for two credits; basic when left out.",
                List.of("basic", "advanced"))));
  }

  @Override
  public List<SecretNeed> secrets() {
    return Endpoint.key("a key of app.tavily.com");
  }

  @Override
  public List<SearchResult> search(SearchQuery query, SkillContext context) {
    Values settings = new Values(context.settings());
    ObjectNode body = SearchCall.JSON.createObjectNode();
    body.put("query", query.text());
    body.put("max_results", query.count());
    body.put("topic", settings.text("topic", "general"));
    body.put("search_depth", settings.text("search_depth", "basic"));
    if (query.freshness() != null) {
      body.put("time_range", query.freshness().wireName());
    }
    OutboundRequest request =
        OutboundRequest.post(
                Endpoint.of(settings, "https://api.tavily.com") + "/search",
                "application/json",
                body.toString().getBytes(StandardCharsets.UTF_8))
            .withHeader("Authorization", "Bearer " + Endpoint.key(context, CALL));
    JsonNode answer = CALL.send(context.http(), request, REFUSALS);
    List<SearchResult> results = new ArrayList<>();
    for (JsonNode hit : CALL.list(answer, "/results", true)) {
      String published = text(hit, "published_date");
      results.add(
          new SearchResult(
              text(hit, "title"),
              text(hit, "url"),
              text(hit, "content"),
              published.isEmpty() ? null : published));
    }
    return results;
  }
}
