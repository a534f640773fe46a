package dev.perdure.skills.builtin.web.search;

import static dev.perdure.skills.builtin.web.search.SearchCall.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.search.SearchProvider;
import dev.perdure.core.search.SearchQuery;
import dev.perdure.core.search.SearchResult;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Google's Programmable Search, by the Custom Search JSON API: at most ten results, and it tells no
 * dates. Google ends this API on 2027-01-01 and takes no new customers.
 */
public final class GoogleSearch implements SearchProvider {

  private static final SearchCall CALL = new SearchCall("Google");
  private static final Refusals USUAL = Refusals.usual("/error/message");
  private static final Refusals REFUSALS =
      new Refusals(
          // A wrong key is 400 there, as are wrong parameters.
          (status, body) ->
              USUAL.key().test(status, body)
                  || body.at("/error/details/0/reason").asText("").equals("API_KEY_INVALID"),
          USUAL.keyHelp() + " The API must be enabled for its project.",
          (_, body) -> body.at("/error/errors/0/reason").asText("").equals("dailyLimitExceeded"),
          USUAL.retryAfter(),
          USUAL.message());
  private static final int MOST = 10;

  @Override
  public String name() {
    return "google";
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
            "cx",
            Schema.text("The id of the Programmable Search Engine.", "^[A-Za-z0-9:_-]+$", 200)),
        "cx");
  }

  @Override
  public List<SecretNeed> secrets() {
    return Endpoint.key("a key for the Custom Search API of a Google Cloud project");
  }

  @Override
  public List<SearchResult> search(SearchQuery query, SkillContext context) {
    Values settings = new Values(context.settings());
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("q", query.text());
    parameters.put("cx", settings.text("cx"));
    parameters.put("num", Integer.toString(Math.min(query.count(), MOST)));
    if (query.language() != null) {
      parameters.put("lr", "lang_" + query.language());
    }
    if (query.freshness() != null) {
      parameters.put("dateRestrict", query.freshness().wireName().charAt(0) + "1");
    }
    String base = Endpoint.of(settings, "https://www.googleapis.com");
    OutboundRequest request =
        OutboundRequest.get(SearchCall.url(base + "/customsearch/v1", parameters))
            // Not as the parameter "key": addresses are written down in more places than headers.
            .withHeader("X-Goog-Api-Key", Endpoint.key(context, CALL));
    JsonNode answer = CALL.send(context.http(), request, REFUSALS);
    List<SearchResult> results = new ArrayList<>();
    // Where nothing was found there are no "items" at all.
    for (JsonNode hit : CALL.list(answer, "/items", false)) {
      results.add(
          new SearchResult(text(hit, "title"), text(hit, "link"), text(hit, "snippet"), null));
    }
    return results;
  }
}
