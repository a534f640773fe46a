package dev.perdure.skills.custom.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.Flaw;
import dev.perdure.core.error.PerdureError.Invalid;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.skills.custom.SkillDraft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OpenApiKindTest {

  private final OpenApiBench bench = new OpenApiBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void makesToolsOfTheOperationsThatWereChosen() throws IOException {
    Skill skill =
        bench.open(
            document("petstore-3.0.yaml"),
            Map.of("operations", List.of("listPets", "POST /pets", "showPetById", "deletePet")));

    assertThat(skill.tools())
        .extracting(tool -> tool.descriptor().name())
        .containsExactly("api__listPets", "api__createPets", "api__showPetById", "api__deletePet");
    assertThat(tool(skill, "listPets"))
        .matches(tool -> tool.effect() == Effect.NONE && tool.risk() == Risk.MEDIUM)
        .matches(ToolDescriptor::untrusted);
    assertThat(tool(skill, "createPets"))
        .matches(tool -> tool.effect() == Effect.ONCE && tool.risk() == Risk.HIGH);
    assertThat(tool(skill, "deletePet").effect()).isEqualTo(Effect.IDEMPOTENT);
    assertThat(tool(skill, "createPets").inputSchema().toString())
        .contains("type=[string, null]", "exclusiveMinimum=0", "required=[body]")
        .doesNotContain("nullable", "$ref", "readOnly");
    assertThat(skill.descriptor().secrets()).extracting("name").containsExactly("api_key", "basic");
  }

  @Test
  void readsJsonOf31() throws IOException {
    Skill skill =
        bench.open(document("notes-3.1.json"), Map.of("operations", List.of("addNote", "search")));

    assertThat(tool(skill, "addNote").inputSchema().toString()).contains("type=[string, null]");
    assertThat(tool(skill, "search").description())
        .startsWith("The document of its API says: Finds notes.");
  }

  @Test
  void listsWhatThereIsWhenNothingIsChosen() {
    assertThatThrownBy(() -> bench.define(document("petstore-3.0.yaml"), Map.of()))
        .hasMessageContaining("operations_missing")
        .hasMessageContaining("GET /pets (listPets): List all pets")
        .hasMessageContaining("DELETE /pets/{petId} (deletePet)");
  }

  @Test
  void fetchesADocumentThroughTheGuard() throws IOException {
    String text = document("petstore-3.0.yaml");
    bench.behave(exchange -> OpenApiBench.answer(exchange, 200, "text/yaml", text));
    SkillDefinition made =
        bench.kind.define(
            new SkillDraft(
                "api",
                Map.of(
                    "document_url", bench.url() + "/api.yaml", "operations", List.of("listPets")),
                List.of()),
            bench.context());
    assertThat(made.title()).isEqualTo("Petstore");

    assertThatThrownBy(() ->
            bench.kind.define(
                new SkillDraft(
                    "api", Map.of("document_url", "http://127.0.0.1:1/api.yaml"), List.of()),
                bench.context()))
        .hasMessageContaining("document_unavailable")
        .hasMessageContaining("no public address");
  }

  @Test
  void readsNothingOutsideTheDocument() {
    for (String reference :
        List.of(
            bench.url() + "/schema.json",
            "file:///etc/passwd",
            "../../../etc/passwd",
            "/etc/passwd#/x",
            "classpath:/x.json")) {
      for (String where : List.of("schema", "parameter", "body", "path")) {
        assertThat(flaws(referring(where, reference), Map.of("operations", List.of("GET /a"))))
            .as("%s in %s", reference, where)
            .isNotEmpty();
      }
    }
    assertThat(bench.seen()).isEmpty();
  }

  @Test
  void endsASchemaThatHoldsItself() {
    Skill skill =
        bench.open(
            """
            openapi: 3.0.3
            info: {title: t, version: '1'}
            paths:
              /a:
                post:
                  operationId: a
                  requestBody:
                    content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}
                  responses: {'200': {description: ok}}
            components:
              schemas:
                Node:
                  type: object
                  properties:
                    next: {$ref: '#/components/schemas/Node'}
                    all: {type: array, items: {$ref: '#/components/schemas/Node'}}
            """,
            Map.of("operations", List.of("a")));

    assertThat(tool(skill, "a").inputSchema().toString())
        .contains("next={}")
        .doesNotContain("$ref");
  }

  @Test
  void refusesWhatGrowsWithoutEnd() {
    String wide =
        IntStream.range(0, 30)
            .mapToObj(i ->
                "    S%d: {type: object, properties: {a: {$ref: '#/components/schemas/S%d'}, b: {$ref: '#/components/schemas/S%d'}}}"
                    .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining("\n", "", "\n    S30: {type: string}\n"));
    assertThat(flaws(referring("schema", "#/components/schemas/S0") + wide, chosen()))
        .singleElement()
        .extracting(Flaw::message)
        .asString()
        .contains("too large");

    String values =
        IntStream.range(0, 20_000).mapToObj(i -> "v" + i).collect(Collectors.joining(", "));
    assertThat(
            flaws(
                referring("schema", "#/components/schemas/S0")
                    + "    S0: {type: string, enum: ["
                    + values
                    + "]}\n",
                chosen()))
        .singleElement()
        .extracting(Flaw::message)
        .asString()
        .contains("too large");

    assertThat(
            flaws(
                referring("schema", "#/components/schemas/S0")
                    + "    S0: {$ref: '#/components/schemas/S1'}\n    S1: {$ref: '#/components/schemas/S0'}\n",
                chosen()))
        .isNotEmpty();
  }

  @Test
  void refusesBombs() {
    StringBuilder aliases = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      aliases.append("a%d: &a%d [".formatted(i, i));
      aliases.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
    }
    assertThat(flaws(aliases.toString(), chosen())).isNotEmpty();
    assertThat(flaws("a: &a [*a]\n", chosen())).isNotEmpty();
    assertThat(flaws("a: ".repeat(1) + "[".repeat(50_000), chosen())).isNotEmpty();
    assertThat(flaws("{\"a\":".repeat(50_000), chosen())).isNotEmpty();
    assertThat(flaws("# " + "x".repeat(3 * 1024 * 1024), chosen())).isNotEmpty();
    assertThat(flaws("!!javax.script.ScriptEngineManager [1]", chosen())).isNotEmpty();
  }

  @Test
  void tellsTheLineOfWhatIsWrong() {
    assertThat(flaws("openapi: 3.0.3\ninfo: [\n", chosen()))
        .singleElement()
        .matches(flaw -> flaw.line() != null && flaw.line() >= 2);
    assertThat(flaws("{\n\"openapi\": \"3.0.3\",\n\"openapi\": 3\n}", chosen()))
        .singleElement()
        .matches(flaw -> flaw.line() != null && flaw.line() == 3);
    assertThat(flaws("openapi: 3.0.3\nswagger: '2.0'\n", Map.of("operations", List.of("x"))))
        .isNotEmpty();
    assertThat(flaws("swagger: '2.0'\n", chosen()))
        .singleElement()
        .matches(flaw -> flaw.line() != null && flaw.line() == 1);

    String many =
        """
        openapi: 3.0.3
        info: {title: t, version: '1'}
        paths:
          /upload:
            post:
              operationId: upload
              requestBody:
                content: {multipart/form-data: {schema: {type: object}}}
              responses: {'200': {description: ok}}
          /login:
            get:
              operationId: login
              security: [{oauth: []}]
              responses: {'200': {description: ok}}
          /cookie:
            get:
              operationId: cookie
              parameters: [{name: s, in: cookie, required: true, schema: {type: string}}]
              responses: {'200': {description: ok}}
        components:
          securitySchemes:
            oauth: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://a.example', scopes: {}}}}
        """;
    assertThat(flaws(many, Map.of("operations", List.of("upload", "login", "cookie"))))
        .extracting(Flaw::line, flaw -> flaw.message().replaceAll(":.*", ""))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(5, "upload"),
            org.assertj.core.groups.Tuple.tuple(11, "login"),
            org.assertj.core.groups.Tuple.tuple(16, "cookie"));
  }

  @Test
  void asksWhichOneWhenAnIdIsThereTwice() {
    String twice =
        """
        openapi: 3.0.3
        info: {title: t, version: '1'}
        paths:
          /a: {get: {operationId: same, responses: {'200': {description: ok}}}}
          /b: {get: {operationId: same, responses: {'200': {description: ok}}}}
        """;
    assertThat(flaws(twice, Map.of("operations", List.of("same"))))
        .extracting(Flaw::message)
        .anyMatch(message -> message.contains("several operations"));
  }

  private static Map<String, Object> chosen() {
    return Map.of("operations", List.of("GET /a"));
  }

  private List<Flaw> flaws(String text, Map<String, Object> settings) {
    Map<String, Object> all = new java.util.HashMap<>(settings);
    all.put("server", bench.url());
    PerdureException refused =
        catchThrowableOfType(PerdureException.class, () -> bench.define(text, all));
    assertThat(refused).as(text.substring(0, Math.min(300, text.length()))).isNotNull();
    return refused.error() instanceof Invalid invalid ? invalid.flaws() : List.of();
  }

  /** A document with a reference in one place. It ends where schemas can be added. */
  private static String referring(String where, String reference) {
    String ref = "{$ref: '" + reference + "'}";
    String operation =
        switch (where) {
          case "schema" -> "parameters: [{name: q, in: query, schema: " + ref + "}]";
          case "parameter" -> "parameters: [" + ref + "]";
          case "body" -> "requestBody: " + ref;
          default -> "description: d";
        };
    String path =
        where.equals("path")
            ? "  /a: " + ref
            : "  /a:\n    get:\n      "
                + operation
                + "\n      responses: {'200': {description: ok}}";
    return "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n"
        + path
        + "\ncomponents:\n  schemas:\n    Other: {type: string}\n";
  }

  private static ToolDescriptor tool(Skill skill, String name) {
    return skill.tools().stream()
        .map(tool -> tool.descriptor())
        .filter(tool -> tool.name().equals("api__" + name))
        .findFirst()
        .orElseThrow();
  }

  private static String document(String name) throws IOException {
    try (InputStream in = OpenApiKindTest.class.getResourceAsStream("/openapi/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
