package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser, or somebody who pretends to be one, is told by every answer. */
class EdgeTest {

  private final TestService service = TestService.get();
  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs/", "/openapi.json", "/v1/me", "/nothing", "/healthz"})
  void everyAnswerNarrowsWhatABrowserMayDo(String path) throws Exception {
    HttpResponse<String> answer = ask("GET", path);
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
    assertThat(header(answer, "Permissions-Policy")).contains("camera=()", "microphone=()");
    assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
    assertThat(answer.headers().firstValue("X-Powered-By")).isEmpty();
    String policy = header(answer, "Content-Security-Policy");
    assertThat(policy)
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe-eval", "*", "http:", "https:");
    assertThat(policy.replaceAll("style-src[^;]*", "")).doesNotContain("unsafe-inline");
  }

  @Test
  void theConsoleMayFetchFromItsOwnServerOnly() throws Exception {
    assertThat(header(ask("GET", "/"), "Content-Security-Policy"))
        .contains("connect-src 'self';", "img-src 'self' data: blob:;", "object-src 'none'")
        .contains("form-action 'self'", "style-src 'self';", "style-src-attr 'none'");
    assertThat(header(ask("GET", "/docs/"), "Content-Security-Policy"))
        .contains("script-src 'self';", "object-src 'none'", "form-action 'none'");
    assertThat(header(ask("GET", "/v1/me"), "Content-Security-Policy")).contains("sandbox");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "TRACK", "PROPFIND", "OPTIONS", "FOO"})
  void otherMethodsAreRefused(String method) throws Exception {
    for (String path : new String[] {"/", "/v1/me", "/docs/", "/openapi.json"}) {
      HttpResponse<String> answer = ask(method, path, "X-Canary", "canary-in-a-header");
      assertThat(answer.statusCode()).as(path).isEqualTo(405);
      assertThat(header(answer, "Allow")).contains("GET").doesNotContain("TRACE");
      assertThat(answer.body()).contains("method_not_allowed").doesNotContain("canary");
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "OPTIONS", "FOO", "PUT"})
  void whatARouteAllowsIsSaid(String method) throws Exception {
    assertThat(header(ask(method, "/v1/runs"), "Allow")).isEqualTo("GET, POST");
    assertThat(header(ask(method, "/v1/me"), "Allow")).isEqualTo("GET");
  }

  @Test
  void aNamedOriginMayAsk() throws Exception {
    String key = service.provision("org-" + UUID.randomUUID()).apiKey();
    HttpResponse<String> answer =
        ask("GET", "/v1/me", "Origin", "https://app.example.com", "Authorization", "Bearer " + key);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(header(answer, "Access-Control-Expose-Headers")).contains("X-Request-Id");
    assertThat(answer.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Origin"));
  }

  @Test
  void aNamedOriginMayReadARefusal() throws Exception {
    HttpResponse<String> answer = ask("GET", "/v1/me", "Origin", "http://localhost:3000");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
  }

  @Test
  void aNamedOriginIsToldWhatItMaySend() throws Exception {
    HttpResponse<String> answer = preflight("/v1/runs", "https://app.example.com");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "Access-Control-Allow-Methods")).contains("POST");
    assertThat(header(answer, "Access-Control-Allow-Headers"))
        .contains("Authorization", "Idempotency-Key", "Last-Event-ID", "Perdure-Signature");
    assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("600");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com",
        "https://app.example.com.evil.test",
        "https://evil-app.example.com",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://APP.example.com",
        "https://app.example.com/",
        "null",
        "*",
        "https://app.example.com, http://localhost:3000"
      })
  void noOtherOriginHearsAnything(String origin) throws Exception {
    for (HttpResponse<String> answer :
        List.of(ask("GET", "/v1/me", "Origin", origin), preflight("/v1/runs", origin))) {
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
      assertThat(answer.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Origin"));
    }
    assertThat(preflight("/v1/runs", origin).statusCode()).isEqualTo(405);
  }

  @Test
  void theConsoleIsOfNoUseToOtherOrigins() throws Exception {
    assertThat(ask("GET", "/", "Origin", "https://app.example.com").headers().map())
        .doesNotContainKey("access-control-allow-origin");
    assertThat(preflight("/", "https://app.example.com").statusCode()).isEqualTo(405);
  }

  private HttpResponse<String> preflight(String path, String origin)
      throws IOException, InterruptedException {
    return ask("OPTIONS", path, "Origin", origin, "Access-Control-Request-Method", "POST");
  }

  private HttpResponse<String> ask(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(service.process.url() + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
