package dev.perdure.skills.builtin.web.search;

import static dev.perdure.skills.builtin.web.search.SearchCall.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.search.SearchProvider;
import dev.perdure.core.search.SearchQuery;
import dev.perdure.core.search.SearchResult;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A SearXNG instance of one's own. It answers with a page of results, whatever the count. */
public final class SearxngSearch implements SearchProvider {

  private static final SearchCall CALL = new SearchCall("SearXNG");
  private static final Refusals REFUSALS =
      new Refusals(
          (status, _) -> status == 401,
          "An instance behind a login can't be asked.",
          (_, _) -> false,
          Refusals.usual("").retryAfter(),
          "/error");
  private static final String BASE_URL = "base_url";

  @Override
  public String name() {
    return "searxng";
  }

  @Override
  public String title() {
    return CALL.service();
  }

  @Override
  public Map<String, Object> configSchema() {
    return Schema.object(
        Map.of(
            BASE_URL,
            Schema.text(
                "Address of the instance, such as https://search.example.com. Its search.formats"
                    + " must have json.",
                "^https?://[^?#]+$",
                500),
            "engines",
            Schema.text("Engines to ask, by commas; all that are on when left out.", 1, 500),
            "categories",
            Schema.text("Categories to search in, by commas; general when left out.", 1, 500)),
        BASE_URL);
  }

  @Override
  public List<SearchResult> search(SearchQuery query, SkillContext context) {
    Values settings = new Values(context.settings());
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("q", query.text());
    parameters.put("format", "json");
    settings.find("engines").ifPresent(engines -> parameters.put("engines", engines));
    settings.find("categories").ifPresent(names -> parameters.put("categories", names));
    if (query.language() != null) {
      parameters.put("language", query.language());
    }
    if (query.freshness() != null) {
      parameters.put("time_range", range(query));
    }
    String base = settings.text(BASE_URL).replaceAll("/+$", "");
    JsonNode answer = ask(context, SearchCall.url(base + "/search", parameters));
    List<SearchResult> results = new ArrayList<>();
    for (JsonNode hit : CALL.list(answer, "/results", true)) {
      String published = text(hit, "publishedDate");
      results.add(
          new SearchResult(
              text(hit, "title"),
              text(hit, "url"),
              text(hit, "content"),
              published.isEmpty() || published.equals("null") ? null : published));
    }
    return results;
  }

  private static JsonNode ask(SkillContext context, String url) {
    try {
      return CALL.send(context.http(), OutboundRequest.get(url), REFUSALS);
    } catch (PerdureException e) {
      // What most first-timers run into, and its page does not say.
      if (e.error().code().equals("search_refused") && e.error().message().contains(" 403")) {
        throw PerdureException.toolFinal(
            "search_refused",
            e.error().message() + " Its settings.yml must have json among search.formats.",
            e);
      }
      throw e;
    }
  }

  /** Its documentation knows no week; a month finds more, not less. */
  private static String range(SearchQuery query) {
    return switch (query.freshness()) {
      case DAY -> "day";
      case YEAR -> "year";
      case null, default -> "month";
    };
  }
}
