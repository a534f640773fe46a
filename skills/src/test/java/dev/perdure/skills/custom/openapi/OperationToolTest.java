package dev.perdure.skills.custom.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureError.OutboundFailed;
import dev.perdure.core.error.PerdureError.ToolFailed;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.custom.openapi.OpenApiBench.Seen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationToolTest {

  private final OpenApiBench bench = new OpenApiBench();
  private Skill skill;

  @BeforeEach
  void open() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/openapi/petstore-3.0.yaml")) {
      skill =
          bench.open(
              new String(in.readAllBytes(), StandardCharsets.UTF_8),
              Map.of(
                  "idempotency_header",
                  "Idempotency-Key",
                  "operations",
                  List.of(
                      "listPets",
                      "createPets",
                      "showPetById",
                      "deletePet",
                      "renamePet",
                      "search")));
    }
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void sendsArgumentsWhereTheyBelong() {
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put("color", "red & blue");
    ToolOutput output =
        bench.call(
            skill,
            "listPets",
            Map.of(
                "limit",
                7,
                "tags",
                List.of("a b", "c,d"),
                "ids",
                List.of(1, 2),
                "filter",
                filter,
                "X-Trace",
                "t-1"));

    assertThat(output).isEqualTo(ToolOutput.of("HTTP 200\n{\"ok\":true}"));
    Seen seen = bench.seen().getFirst();
    assertThat(seen.target())
        .isEqualTo(
            "/pets?limit=7&tags=a%20b&tags=c%2Cd&ids=1,2&filter%5Bcolor%5D=red%20%26%20blue");
    assertThat(seen.headers())
        .containsEntry("x-trace", "t-1")
        .containsEntry("x-api-key", "s3cret/api_key")
        .doesNotContainKey("idempotency-key");
  }

  @Test
  void sendsBodies() {
    bench.call(skill, "createPets", Map.of("body", Map.of("name", "Rex")));
    Seen json = bench.seen().getLast();
    assertThat(json.body()).isEqualTo("{\"name\":\"Rex\"}");
    assertThat(json.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("idempotency-key", "key-1");

    bench.call(
        skill, "renamePet", Map.of("petId", "7", "body", Map.of("tags", List.of("a&b", "c=d"))));
    Seen form = bench.seen().getLast();
    assertThat(form.body()).isEqualTo("tags=a%26b&tags=c%3Dd");
    assertThat(form.headers()).containsEntry("authorization", "Bearer s3cret/bearer");
  }

  @Test
  void anArgumentStaysInItsPartOfThePath() {
    for (String evil : List.of("a/b", "a?x=1", "a#b", "a%2e%2e", "..a", "%2Fa", "ä\r\nX: y")) {
      bench.call(skill, "deletePet", Map.of("petId", evil));
      assertThat(bench.seen().getLast().target())
          .startsWith("/pets/")
          .matches("/pets/[A-Za-z0-9._~%-]+");
    }
    int before = bench.seen().size();
    for (String evil :
        List.of(
            "..",
            ".",
            "",
            "../admin",
            "a/../../admin",
            "/../admin",
            "a/.",
            "%2F..",
            "%2e%2e%2fadmin",
            "%252e%252E",
            "\\..\\",
            "..;a=b/admin")) {
      assertThat(bench.call(skill, "deletePet", Map.of("petId", evil)).error()).isTrue();
    }
    assertThat(bench.seen()).hasSize(before);
    assertThat(bench.call(skill, "listPets", Map.of("X-Trace", "a\r\nX-Evil: 1")).error()).isTrue();
  }

  @Test
  void anObjectSendsOnlyThePropertiesThatAreNamed() throws IOException {
    Skill shop =
        bench.open(
            """
            openapi: 3.0.3
            info: {title: Shop, version: "1"}
            components:
              securitySchemes: {key: {type: apiKey, in: query, name: api_key}}
            security: [{key: []}]
            paths:
              /orders:
                get:
                  operationId: orders
                  parameters:
                    - {name: owner, in: query, schema: {type: string, enum: [me]}}
                    - name: filter
                      in: query
                      schema:
                        type: object
                        properties: {state: {type: string}, owner: {}, api_key: {}}
                  responses: {"200": {description: ok}}
            """,
            Map.of("operations", List.of("orders")));

    assertThat(bench.call(shop, "orders", Map.of("filter", Map.of("state", "new&x=1"))).error())
        .isFalse();
    assertThat(bench.seen().getLast().target())
        .isEqualTo("/orders?state=new%26x%3D1&api_key=s3cret%2Fkey");
    int before = bench.seen().size();
    for (String evil : List.of("owner", "api_key", "admin")) {
      assertThat(bench.call(shop, "orders", Map.of("filter", Map.of(evil, "x"))))
          .matches(ToolOutput::error)
          .matches(output -> output.content().contains("\"" + evil + "\""));
    }
    assertThat(bench.seen()).hasSize(before);
  }

  @Test
  void credentialsGoWhereTheDocumentSaysAndAreNotShown() {
    bench.behave(exchange ->
        OpenApiBench.answer(
            exchange,
            200,
            "text/plain",
            exchange.getRequestURI()
                + " "
                + exchange.getRequestHeaders().getFirst("Authorization")));

    assertThat(bench.call(skill, "search", Map.of("q", "x")).content())
        .isEqualTo("HTTP 200\n/search?q=x&key=[secret] null");
    assertThat(bench.seen().getLast().target()).endsWith("&key=s3cret%2Fquery_key");
    assertThat(bench.call(skill, "showPetById", Map.of("petId", "7")).content())
        .isEqualTo("HTTP 200\n/pets/7 Basic [secret]");
    assertThat(bench.seen().getLast().headers())
        .containsEntry(
            "authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("s3cret/basic".getBytes(StandardCharsets.UTF_8)));
    bench.behave(exchange ->
        OpenApiBench.answer(
            exchange, 400, "application/json", "{\"key\": \"s3cret\\/query_key\"}"));
    assertThat(bench.call(skill, "search", Map.of("q", "x")).content())
        .isEqualTo("HTTP 400\n{\"key\": \"[secret]\"}");
  }

  @Test
  void credentialsDoNotFollowARedirectInside() {
    bench.behave(exchange -> {
      exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
      exchange.sendResponseHeaders(302, -1);
    });

    PerdureException refused =
        catchThrowableOfType(PerdureException.class, () -> bench.call(skill, "listPets", Map.of()));
    assertThat(refused.error().code()).isEqualTo("outbound_refused");
    assertThat(bench.call(skill, "createPets", Map.of("body", Map.of("name", "x"))).content())
        .contains("from another address");
  }

  @Test
  void tellsTheModelWhatItDidWrong() {
    bench.behave(exchange ->
        OpenApiBench.answer(exchange, 422, "application/json", "{\"detail\":\"no name\"}"));

    assertThat(bench.call(skill, "createPets", Map.of("body", Map.of())))
        .isEqualTo(ToolOutput.failure("HTTP 422\n{\"detail\":\"no name\"}"));
  }

  @Test
  void failuresOfTheServiceSayWhetherToTryAgain() {
    bench.behave(exchange -> {
      exchange.getResponseHeaders().add("Retry-After", "9");
      exchange.sendResponseHeaders(503, -1);
    });
    assertThat(failure("listPets"))
        .isEqualTo(
            new ToolFailed("http_503", "The service answers 503.", true, Duration.ofSeconds(9)));
    assertThat(failure("createPets"))
        .isEqualTo(new OutboundFailed("http_503", "The service answers 503.", true, true));
    bench.behave(exchange -> exchange.sendResponseHeaders(429, -1));
    assertThat(failure("createPets")).isInstanceOf(ToolFailed.class);
  }

  @Test
  void whatIsNoTextIsNotShown() {
    bench.behave(exchange -> OpenApiBench.answer(exchange, 200, "image/png", "\u0000\u0001"));
    assertThat(bench.call(skill, "listPets", Map.of()).content())
        .isEqualTo("HTTP 200\n[image/png, 2 bytes, not shown]");
    bench.behave(exchange -> exchange.sendResponseHeaders(204, -1));
    assertThat(bench.call(skill, "listPets", Map.of()).content())
        .isEqualTo("HTTP 204\n(no content)");
    bench.behave(
        exchange -> OpenApiBench.answer(exchange, 200, "text/plain", "x".repeat(6 * 1024 * 1024)));
    assertThat(failure("listPets")).extracting("code").isEqualTo("outbound_too_large");
  }

  private Object failure(String tool) {
    PerdureException thrown =
        catchThrowableOfType(
            PerdureException.class,
            () -> bench.call(skill, tool, Map.of("body", Map.of("name", "x"))));
    return thrown.error();
  }
}
