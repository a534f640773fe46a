package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.WaitReason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The document says what is on the wire, in words that generators of clients understand. */
class OpenApiTest {

  private static final Set<String> WITHOUT_CONTENT = Set.of("204");

  private final TestService service = TestService.get();
  private final JsonNode document = service.contract().document();

  @Test
  void everyPropertyIsNamedAndTypedAsOnTheWire() {
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      typed(schema.getKey(), schema.getValue());
    }
  }

  @Test
  void everyOperationHasAnAnswerWithASchemaAndProblems() {
    for (Contract.Route route : service.contract().routes()) {
      JsonNode responses = route.operation().path("responses");
      for (Map.Entry<String, JsonNode> response : responses.properties()) {
        JsonNode content = response.getValue().path("content");
        String what = route + " " + response.getKey();
        if (response.getKey().startsWith("2")) {
          assertThat(content.isEmpty())
              .as(what)
              .isEqualTo(WITHOUT_CONTENT.contains(response.getKey()));
          content.forEach(media -> typed(what, media.path("schema")));
        } else if (!response.getKey().startsWith("3")) {
          assertThat(content.at("/application~1problem+json/schema/$ref").asText())
              .as(what)
              .isEqualTo("#/components/schemas/Problem");
        }
      }
      assertThat(responses.has("default")).as(route.toString()).isTrue();
    }
  }

  @Test
  void whatIsReadIsAskedForInTheQueryAndWhatIsWrittenInABody() {
    for (Contract.Route route : service.contract().routes()) {
      JsonNode body = route.operation().path("requestBody");
      assertThat(body.isMissingNode() || !route.method().equals("GET")).as("%s", route).isTrue();
      body.path("content").forEach(media -> typed(route.toString(), media.path("schema")));
      for (JsonNode parameter : route.operation().path("parameters")) {
        typed(route + " " + parameter.path("name"), parameter.path("schema"));
      }
    }
    JsonNode list = document.at("/paths/~1v1~1runs/get/parameters");
    assertThat(list)
        .extracting(parameter -> parameter.path("name").asText() + parameter.path("in").asText())
        .contains("session_idquery", "agent_idquery", "statusquery", "limitquery", "afterquery");
    JsonNode limit = named(list, "limit").path("schema");
    assertThat(limit.path("type").asText()).isEqualTo("integer");
    assertThat(limit.path("default").intValue()).isEqualTo(50);
    assertThat(document.at("/paths/~1v1~1runs/post/requestBody/required").booleanValue()).isTrue();
    assertThat(document.at("/paths/~1v1~1sessions/post/requestBody/required").booleanValue())
        .isFalse();
  }

  @Test
  void whatWaitsIsAskedForByEveryStatusAndReasonThereIs() {
    for (String of : List.of("", "~1sessions~1{id}", "~1runs~1{id}")) {
      JsonNode list = document.at("/paths/~1v1" + of + "~1approvals/get/parameters");
      assertThat(texts(named(list, "reason").at("/schema/enum")))
          .isEqualTo(Arrays.stream(WaitReason.values()).map(WaitReason::wireName).toList());
      assertThat(texts(named(list, "status").at("/schema/enum")))
          .containsAll(
              Arrays.stream(Interrupt.Status.values()).map(Interrupt.Status::wireName).toList())
          .contains("all");
    }
  }

  @Test
  void contentPartsAreToldApartByTheirType() {
    JsonNode part = schema("ContentPart");
    assertThat(part.at("/discriminator/propertyName").asText()).isEqualTo("type");
    assertThat(part.at("/discriminator/mapping").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("text", "image", "file", "tool_call", "tool_result");
    assertThat(part.path("oneOf")).hasSize(5);
    for (Map.Entry<String, JsonNode> kind : part.at("/discriminator/mapping").properties()) {
      JsonNode schema = document.at(kind.getValue().asText().substring(1));
      assertThat(schema.at("/properties/type/const").asText()).isEqualTo(kind.getKey());
      assertThat(texts(schema.path("required"))).contains("type");
    }
    JsonNode input = schema("StartRunBody").at("/properties/input/oneOf");
    assertThat(input.at("/0/type").asText()).isEqualTo("string");
    assertThat(input.at("/1/items/$ref").asText()).isEqualTo("#/components/schemas/ContentPart");
  }

  @Test
  void whatCanBeAbsentIsNotRequiredAndTheRestIs() {
    assertThat(texts(schema("StartRunBody").path("required"))).containsExactly("input");
    assertThat(texts(schema("ForkSession").path("required"))).containsExactly("message_id");
    assertThat(texts(schema("Run").path("required")))
        .contains("id", "status", "usage", "input")
        .doesNotContain("output", "error", "waiting_for", "started_at", "ended_at");
    assertThat(texts(schema("SessionDetail").path("required"))).contains("last_pos");
    JsonNode problem = schema("Problem").path("properties");
    assertThat(problem.at("/status/type").asText()).isEqualTo("integer");
    assertThat(problem.at("/session_id/type").asText()).isEqualTo("string");
    assertThat(texts(schema("Problem").path("required")))
        .containsExactlyInAnyOrder("type", "title", "status", "detail", "code");
  }

  @Test
  void whatIsReadIsClosedAndNullIsTheSameAsAbsent() {
    JsonNode key = schema("CreateApiKey");
    assertThat(key.path("additionalProperties").isBoolean()).isTrue();
    assertThat(key.path("additionalProperties").booleanValue()).isFalse();
    assertThat(key.at("/properties/name/type").asText()).isEqualTo("string");
    assertThat(texts(key.at("/properties/expires_at/type"))).containsExactly("string", "null");
    assertThat(texts(key.at("/properties/scopes/items/enum"))).contains("runs:read");
    assertThat(schema("RunBody").has("additionalProperties")).isFalse();
    JsonNode cancel = document.at("/paths/~1v1~1runs~1{id}~1cancel/post/requestBody");
    assertThat(cancel.at("/content/application~1json/schema/oneOf/1/type").asText())
        .isEqualTo("null");
  }

  @Test
  void parametersAreOfTheTypeThatTheyAreReadAs() {
    JsonNode stream = document.at("/paths/~1v1~1runs~1{id}~1events/get/parameters");
    assertThat(named(stream, "id").at("/schema/format").asText()).isEqualTo("uuid");
    assertThat(named(stream, "after").at("/schema/type").asText()).isEqualTo("integer");
    assertThat(named(stream, "Last-Event-ID").at("/schema/type").asText()).isEqualTo("integer");
  }

  @Test
  void pagesTellWhatTheirItemsAre() {
    for (Map.Entry<String, JsonNode> page : document.at("/components/schemas").properties()) {
      if (page.getKey().startsWith("Page")) {
        String item = "#/components/schemas/" + page.getKey().substring("Page".length());
        assertThat(page.getValue().at("/properties/items/items/$ref").asText()).isEqualTo(item);
        assertThat(texts(page.getValue().path("required"))).containsExactly("items");
      }
    }
    assertThat(schema("LogEntry").at("/properties/event/type").asText()).isEqualTo("object");
  }

  /** Fails on a schema that says nothing, at any depth, and on names that are not the wire's. */
  private void typed(String where, JsonNode schema) {
    assertThat(schema.isObject()).as(where).isTrue();
    if (schema.has("$ref")) {
      assertThat(document.at(schema.path("$ref").asText().substring(1)).isObject())
          .as(where)
          .isTrue();
      return;
    }
    if (schema.has("oneOf")) {
      schema.path("oneOf").forEach(one -> typed(where, one));
      return;
    }
    switch (type(schema)) {
      case "array" -> typed(where + "[]", schema.path("items"));
      case "object" -> object(where, (ObjectNode) schema);
      case "string", "integer", "number", "boolean", "null" ->
          assertThat(schema.has("properties")).as(where).isFalse();
      default -> throw new AssertionError(where + " has no type: " + schema);
    }
  }

  /** What it is when it is not null. */
  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray()
        ? texts(type).stream().filter(one -> !one.equals("null")).findFirst().orElse("")
        : type.asText();
  }

  private void object(String where, ObjectNode schema) {
    assertThat(schema.has("properties") || schema.has("additionalProperties")).as(where).isTrue();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      assertThat(property.getKey()).as(where).matches("[a-z][a-z0-9_]*");
      // Generators take a property with a default for one that is always there.
      assertThat(property.getValue().has("default")).as(where + "." + property.getKey()).isFalse();
      typed(where + "." + property.getKey(), property.getValue());
    }
    for (JsonNode required : schema.path("required")) {
      assertThat(schema.path("properties").has(required.asText())).as(where + required).isTrue();
    }
  }

  private JsonNode schema(String name) {
    return document.at("/components/schemas/" + name);
  }

  private static JsonNode named(JsonNode parameters, String name) {
    return StreamSupport.stream(parameters.spliterator(), false)
        .filter(parameter -> parameter.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode array) {
    assertThat(array).isInstanceOf(ArrayNode.class);
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
