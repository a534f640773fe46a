package dev.perdure.skills.builtin.web.search;

import static dev.perdure.skills.builtin.web.search.SearchCall.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.net.OutboundResponse;
import dev.perdure.core.search.SearchProvider;
import dev.perdure.core.search.SearchQuery;
import dev.perdure.core.search.SearchResult;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brave Search, an index of its own. */
public final class BraveSearch implements SearchProvider {

  private static final SearchCall CALL = new SearchCall("Brave Search");
  private static final Refusals USUAL = Refusals.usual("/error/detail");
  private static final Refusals REFUSALS =
      new Refusals(
          // A wrong key is 422 there, as are wrong parameters.
          (status, body) ->
              USUAL.key().test(status, body)
                  || body.at("/error/code").asText("").startsWith("SUBSCRIPTION_TOKEN"),
          USUAL.keyHelp(),
          (status, _) -> status == 402,
          BraveSearch::resets,
          USUAL.message());

  @Override
  public String name() {
    return "brave";
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
            "country",
            Schema.text("Where results should be from, such as DE.", "^[A-Za-z]{2}$", 2)));
  }

  @Override
  public List<SecretNeed> secrets() {
    return Endpoint.key("a key of api-dashboard.search.brave.com");
  }

  @Override
  public List<SearchResult> search(SearchQuery query, SkillContext context) {
    Values settings = new Values(context.settings());
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("q", query.text());
    parameters.put("count", Integer.toString(query.count()));
    parameters.put("result_filter", "web");
    parameters.put("text_decorations", "false");
    settings.find("country").ifPresent(country -> parameters.put("country", country));
    if (query.language() != null) {
      parameters.put("search_lang", query.language());
    }
    if (query.freshness() != null) {
      parameters.put("freshness", "p" + query.freshness().wireName().charAt(0));
    }
    String base = Endpoint.of(settings, "https://api.search.brave.com");
    OutboundRequest request =
        OutboundRequest.get(SearchCall.url(base + "/res/v1/web/search", parameters))
            .withHeader("X-Subscription-Token", Endpoint.key(context, CALL));
    JsonNode answer = CALL.send(context.http(), request, REFUSALS);
    List<SearchResult> results = new ArrayList<>();
    // Where nothing was found there is no "web" at all.
    for (JsonNode hit : CALL.list(answer, "/web/results", false)) {
      String published = text(hit, "page_age");
      results.add(
          new SearchResult(
              text(hit, "title"),
              text(hit, "url"),
              text(hit, "description"),
              published.isEmpty() ? null : published));
    }
    return results;
  }

  /**
   * It tells of a second and of a month, both as lists: the limit that is used up is the one with
   * nothing remaining.
   */
  private static @Nullable Duration resets(OutboundResponse answer) {
    String[] resets = answer.header("X-RateLimit-Reset").orElse("").split(",", -1);
    String[] remaining = answer.header("X-RateLimit-Remaining").orElse("").split(",", -1);
    Duration longest = null;
    for (int i = 0; i < Math.min(resets.length, remaining.length); i++) {
      String reset = resets[i].strip();
      if (remaining[i].strip().equals("0") && reset.matches("\\d{1,9}")) {
        Duration wait = Duration.ofSeconds(Long.parseLong(reset));
        longest = longest == null || wait.compareTo(longest) > 0 ? wait : longest;
      }
    }
    return longest == null ? USUAL.retryAfter().apply(answer) : longest;
  }
}
