package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

  private final TestService service = TestService.get();

  @Test
  void theConsoleIsServedWithAPolicyThatAllowsItsInlineScripts() {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
    // SHA-256 of "let a = 1;"
    assertThat(header(page, "Content-Security-Policy"))
        .contains("script-src 'self' 'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck='")
        .doesNotContain("unsafe-eval");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "X-Frame-Options")).isEqualTo("DENY");
  }

  @Test
  void foldersAndHashedAssetsAreServedAsTheyShould() {
    assertThat(get("/runs").body()).contains("Runs");
    assertThat(get("/runs/").body()).contains("Runs");
    HttpResponse<String> asset = get("/_next/static/app.123.js");
    assertThat(header(asset, "Cache-Control")).contains("immutable");
    assertThat(header(asset, "Content-Type")).startsWith("text/javascript");
    HttpResponse<String> known =
        get("/_next/static/app.123.js", "If-None-Match", header(asset, "ETag"));
    assertThat(known.statusCode()).isEqualTo(304);
  }

  @Test
  void nothingOutsideOfTheConsoleIsServed() {
    assertThat(get("/..%2f..%2fetc/passwd").statusCode()).isEqualTo(400);
    assertThat(get("/%2e%2e/%2e%2e/etc/passwd").statusCode()).isIn(400, 404);
    HttpResponse<String> unknown = get("/nothing", "Accept", "text/html");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("Nothing here");
  }

  @Test
  void noOtherOriginIsAllowed() {
    HttpResponse<String> answer = get("/readyz", "Origin", "https://example.org");
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
  }

  @Test
  void aPageThatTheBrowserHasKeptKeepsItsPolicy() {
    HttpResponse<String> page = get("/");
    HttpResponse<String> known = get("/", "If-None-Match", header(page, "ETag"));
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(header(known, "Content-Security-Policy"))
        .contains("script-src")
        .isEqualTo(header(page, "Content-Security-Policy"));
  }

  @Test
  void theDocumentationIsServedByOurselves() {
    assertThat(get("/docs/").body())
        .contains("/docs/swagger-ui-bundle.js")
        .doesNotContain("http://");
    assertThat(get("/docs/swagger-ui-bundle.js").body()).contains("SwaggerUIBundle");
    assertThat(get("/docs/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void theDocumentTellsOfEveryOperationWithItsAnswers() {
    JsonNode document = service.contract().document();
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    Set<String> ids = new HashSet<>();
    for (Contract.Route route : service.contract().routes()) {
      JsonNode operation = route.operation();
      assertThat(ids.add(operation.path("operationId").asText())).as(route.toString()).isTrue();
      assertThat(operation.path("summary").asText()).as(route.toString()).isNotBlank();
      assertThat(operation.path("responses").has("401")).as(route.toString()).isTrue();
      assertThat(operation.path("responses").properties())
          .as(route.toString())
          .anyMatch(response -> response.getKey().matches("[23].*"));
      if (route.method().equals("GET")) {
        assertThat(operation.has("requestBody")).as(route.toString()).isFalse();
      }
    }
    assertThat(ids).hasSizeGreaterThan(30);
    assertThat(document.at("/components/schemas/Problem/required"))
        .extracting(JsonNode::asText)
        .contains("code", "status", "detail");
    assertThat(document.at("/components/schemas/Run/properties").has("session_id")).isTrue();
    assertThat(document.at("/components/securitySchemes/apiKey/scheme").asText())
        .isEqualTo("bearer");
  }

  @Test
  void everyReferenceOfTheDocumentLeadsSomewhere() {
    JsonNode document = service.contract().document();
    for (String reference : document.findValuesAsText("$ref")) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void healthIsToldOnBothPorts() {
    assertThat(get("/healthz").body()).contains("alive");
    for (var base : new URI[] {service.process.url(), service.process.adminUrl()}) {
      HttpResponse<String> ready = service.process.get(base.resolve("/readyz"));
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).contains("postgres", "redis", "temporal", "\"ready\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/tasks",
        "/tasks/gc",
        "/tasks/log-level?logger=org.eclipse.jetty.http&level=DEBUG",
        "/threads",
        "/pprof",
        "/healthcheck",
        "/ping",
        "//tasks/gc",
        "/metrics;x=/../tasks/gc"
      })
  void theAdminPortTakesNoOrdersAndShowsNoInsides(String path) throws Exception {
    URI address = URI.create(service.process.adminUrl() + path);
    for (String method : List.of("GET", "POST")) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody()).build(),
                  BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(method).isIn(400, 404);
    }
  }

  @Test
  void metricsTellRoutesNotPaths() {
    Client client = service.newOrganization();
    String session = client.newSession();
    client.get("/v1/sessions/" + session).expect(200);
    String metrics = service.process.get(service.process.adminUrl().resolve("/metrics")).body();
    assertThat(metrics)
        .contains("perdure_http_requests_seconds_count")
        .contains("route=\"/v1/sessions/{id}\"")
        .contains("hikaricp_connections")
        .contains("temporal_")
        .doesNotContain(session);
    assertThat(get("/metrics").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path, String... headers) {
    return service.process.get(URI.create(service.process.url() + path), headers);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
