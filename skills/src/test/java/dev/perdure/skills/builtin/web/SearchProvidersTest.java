package dev.perdure.skills.builtin.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.builtin.web.WebServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The services by their documented answers, over HTTP and the real guarded client. */
class SearchProvidersTest {

  private final Tool search = new WebSkill(WebCalls.CLOCK, List.of()).tools().getFirst();
  private WebServer server;
  private WebCalls calls;

  @BeforeEach
  void start() throws IOException {
    server = new WebServer();
    calls = new WebCalls(server);
  }

  @AfterEach
  void stop() {
    calls.close();
    server.close();
  }

  private static String path(String provider) {
    return switch (provider) {
      case "brave" -> "/res/v1/web/search";
      case "google" -> "/customsearch/v1";
      default -> "/search";
    };
  }

  private static String fixture(String name) {
    try (InputStream in =
        SearchProvidersTest.class.getResourceAsStream("/search/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ToolOutput search(String provider, Map<String, Object> own, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(own);
    settings.put("base_url", server.url(""));
    if (provider.equals("google")) {
      settings.put("cx", "8ac1ab64606d234f1");
    }
    Map<String, Object> arguments = new HashMap<>(more);
    arguments.putIfAbsent("query", "durable execution");
    return calls.call(
        search,
        calls.context(Map.of("provider", provider, provider, settings), Map.of("api_key", "k-123")),
        arguments);
  }

  private PerdureError.ToolFailed failure(String provider, Answer answer) {
    server.on(path(provider), answer);
    return Failures.tool(() -> search(provider, Map.of(), Map.of()));
  }

  private WebServer.Seen seen() {
    assertThat(server.seen()).hasSize(1);
    return server.seen().getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"searxng", "tavily", "brave", "google"})
  void tellsWhatWasFoundWithAddresses(String provider) {
    server.on(path(provider), Answer.of(200, "application/json", fixture(provider)));
    ToolOutput output = search(provider, Map.of(), Map.of());
    assertThat(output.error()).isFalse();
    assertThat(output.content())
        .contains("\"durable execution\" at 2026-11-30T17:00:00Z")
        .contains("1. What is durable execution?\n   https://example.org/durable\n")
        .contains("Durable execution lets a program go on where it stood.")
        .contains("2. Agents that outlive crashes\n   https://example.net/news/2026\n")
        .doesNotContain("3. ")
        .doesNotContain("magnet");
  }

  @ParameterizedTest
  @CsvSource({
    "searxng, 2026-11-02T08:30:00",
    "tavily, 'Mon, 02 Nov 2026 08:30:00 GMT'",
    "brave, 2026-11-02T08:30:00"
  })
  void tellsWhenAPageWasPublishedIfTheServiceDoes(String provider, String date) {
    server.on(path(provider), Answer.of(200, "application/json", fixture(provider)));
    assertThat(search(provider, Map.of(), Map.of()).content())
        .containsOnlyOnce("Published: ")
        .contains("Published: " + date);
  }

  @Test
  void asksSearxngWithItsParameters() {
    server.on("/search", Answer.of(200, "application/json", fixture("searxng")));
    search(
        "searxng",
        Map.of("engines", "duckduckgo"),
        Map.of("query", "größe & mehr", "language", "de", "freshness", "week"));
    assertThat(seen().target())
        .isEqualTo(
            "/search?q=gr%C3%B6%C3%9Fe%20%26%20mehr&format=json&engines=duckduckgo&language=de"
                + "&time_range=month");
  }

  @Test
  void asksTavilyWithItsKeyInAHeader() {
    server.on("/search", Answer.of(200, "application/json", fixture("tavily")));
    search("tavily", Map.of("topic", "news"), Map.of("count", 7, "freshness", "day"));
    assertThat(seen().method()).isEqualTo("POST");
    assertThat(seen().headers().getFirst("Authorization")).isEqualTo("Bearer k-123");
    assertThat(seen().body())
        .contains("\"max_results\":7", "\"topic\":\"news\"", "\"time_range\":\"day\"")
        .doesNotContain("k-123");
  }

  @Test
  void asksBraveWithItsKeyInAHeader() {
    server.on("/res/v1/web/search", Answer.of(200, "application/json", fixture("brave")));
    search("brave", Map.of("country", "DE"), Map.of("count", 3, "freshness", "year"));
    assertThat(seen().headers().getFirst("X-Subscription-Token")).isEqualTo("k-123");
    assertThat(seen().target())
        .contains("count=3", "country=DE", "freshness=py")
        .doesNotContain("k-123");
  }

  @Test
  void asksGoogleForNoMoreThanTenWithItsKeyInAHeader() {
    server.on("/customsearch/v1", Answer.of(200, "application/json", fixture("google")));
    search("google", Map.of(), Map.of("count", 20, "freshness", "month", "language", "de"));
    assertThat(seen().headers().getFirst("X-Goog-Api-Key")).isEqualTo("k-123");
    assertThat(seen().target())
        .contains("num=10", "cx=8ac1ab64606d234f1", "dateRestrict=m1", "lr=lang_de")
        .doesNotContain("k-123");
  }

  @ParameterizedTest
  @CsvSource({
    "tavily, 401, '{\"detail\":{\"error\":\"Unauthorized: missing or invalid API key.\"}}'",
    "tavily, 403, {}",
    "brave, 401, {}",
    "brave, 422, '{\"type\":\"ErrorResponse\",\"error\":{\"status\":422,\"code\":\"SUBSCRIPTION_TOKEN_INVALID\",\"detail\":\"no\"}}'",
    "google, 403, '{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\"}}'",
    "google, 400, '{\"error\":{\"code\":400,\"message\":\"API key not valid.\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}'"
  })
  void doesNotTryAgainWithAKeyThatIsRefused(String provider, int status, String body) {
    PerdureError.ToolFailed failed = failure(provider, Answer.of(status, "application/json", body));
    assertThat(failed.code()).isEqualTo("search_key_refused");
    assertThat(failed.retryable()).isFalse();
    assertThat(failed.message()).contains("api_key").doesNotContain("k-123");
  }

  @ParameterizedTest
  @ValueSource(strings = {"searxng", "tavily", "google"})
  void comesBackWhenTheServiceSays(String provider) {
    PerdureError.ToolFailed failed =
        failure(provider, Answer.of(429, "application/json", "{}").with("Retry-After", "7"));
    assertThat(failed.code()).isEqualTo("search_rate_limited");
    assertThat(failed.retryable()).isTrue();
    assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void readsBravesOwnHeadersForLimits() {
    Answer busy =
        Answer.of(429, "application/json", "{}")
            .with("X-RateLimit-Limit", "1, 15000")
            .with("X-RateLimit-Remaining", "0, 900")
            .with("X-RateLimit-Reset", "1, 1419704");
    assertThat(failure("brave", busy).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    PerdureError.ToolFailed spent = failure("brave", busy.with("X-RateLimit-Remaining", "0, 0"));
    assertThat(spent.code()).isEqualTo("search_quota_used_up");
    assertThat(spent.retryable()).isFalse();
  }

  @Test
  void doesNotTryAgainWhenThePlanIsUsedUp() {
    assertThat(failure("tavily", Answer.of(432, "application/json", "{}")).code())
        .isEqualTo("search_quota_used_up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"searxng", "tavily", "brave", "google"})
  void triesAgainWhenTheServiceIsNotWell(String provider) {
    PerdureError.ToolFailed failed = failure(provider, Answer.of(503, "text/html", "<h1>oh</h1>"));
    assertThat(failed.code()).isEqualTo("search_unavailable");
    assertThat(failed.retryable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"searxng", "tavily", "brave", "google"})
  void doesNotTryAgainWhenTheAnswerIsNone(String provider) {
    for (String body :
        List.of("<html>", "[]", "", "{\"results\":3,\"web\":{\"results\":{}},\"items\":1}")) {
      PerdureError.ToolFailed failed = failure(provider, Answer.of(200, "text/html", body));
      assertThat(failed.code()).isEqualTo("search_malformed");
      assertThat(failed.retryable()).isFalse();
    }
  }

  @Test
  void tellsWhatSearxngNeedsToBeSetUpFor() {
    PerdureError.ToolFailed failed = failure("searxng", Answer.of(403, "text/html", "Forbidden"));
    assertThat(failed.retryable()).isFalse();
    assertThat(failed.message()).contains("403").contains("json").contains("search.formats");
  }

  @Test
  void triesAgainWhenNobodyAnswers() {
    server.close();
    PerdureError.ToolFailed failed = Failures.tool(() -> search("searxng", Map.of(), Map.of()));
    assertThat(failed.code()).isEqualTo("search_unreachable");
    assertThat(failed.retryable()).isTrue();
  }

  @Test
  void doesNotCarryAKeyElsewhere() {
    server.redirect("/search", "http://127.0.0.1:1/search");
    PerdureError.ToolFailed failed = Failures.tool(() -> search("tavily", Map.of(), Map.of()));
    assertThat(failed.code()).isEqualTo("search_refused");
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    server.on("/res/v1/web/search", Answer.of(200, "application/json", "{\"type\":\"search\"}"));
    ToolOutput output = search("brave", Map.of(), Map.of());
    assertThat(output.error()).isFalse();
    assertThat(output.content()).contains("found nothing");
  }
}
