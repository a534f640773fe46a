package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.Asks;
import dev.perdure.llm.http.Limits;
import dev.perdure.llm.http.Transport;
import dev.perdure.testkit.ModelServer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each provider is sent, byte by byte where it matters. */
class RequestsOnTheWireTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PNG = "iVBORw0KGgo=";
  private static final Map<String, Object> ANSWER =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("city", Map.of("type", "string")),
          "required",
          List.of("city"),
          "additionalProperties",
          false);
  private static final Map<String, Object> DEEP =
      Map.of(
          "type",
          "object",
          "description",
          "Where and how much",
          "additionalProperties",
          false,
          "properties",
          Map.of(
              "place", Map.of("$ref", "#/$defs/place"),
              "amount", Map.of("type", "integer", "minimum", 1, "maximum", 9),
              "how", Map.of("oneOf", List.of(Map.of("const", "fast"), Map.of("const", "slow")))),
          "required",
          List.of("place"),
          "$defs",
          Map.of("place", Map.of("type", "string", "pattern", "[A-Z]{2}")));

  private static ModelServer server;

  private final Transport transport = new Transport(Limits.defaults(), InstantSource.system());

  @BeforeAll
  static void startServer() {
    server = ModelServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void reset() {
    server.reset();
  }

  @AfterEach
  void close() {
    transport.close();
  }

  @ParameterizedTest
  @EnumSource
  void theWholeSchemaOfAToolIsSent(Wire wire) {
    JsonNode body = send(wire, Asks.user(wire.model(), "hi", new ToolSpec("t", "It", DEEP)));
    assertThat(wire.schemaOfTool(body, 0)).isEqualTo(JSON.valueToTree(DEEP));
  }

  @ParameterizedTest
  @EnumSource
  void whatProvidersRefuseAtTheRootIsLeftOut(Wire wire) {
    var schema =
        Map.<String, Object>of("$schema", "draft", "anyOf", List.of(Map.of("required", List.of())));
    JsonNode body = send(wire, Asks.user(wire.model(), "hi", new ToolSpec("t", "It", schema)));
    assertThat(wire.schemaOfTool(body, 0))
        .isEqualTo(JSON.valueToTree(Map.of("type", "object", "properties", Map.of())));
  }

  @ParameterizedTest
  @EnumSource
  void requestsBeginTheSameWhateverTheOrderOfTools(Wire wire) {
    var one = new ToolSpec("one", "It", DEEP);
    var two = new ToolSpec("two", "It", Map.copyOf(DEEP));
    JsonNode first = send(wire, Asks.user(wire.model(), "hi", one, two));
    JsonNode second = send(wire, Asks.user(wire.model(), "hi", two, one));
    assertThat(wire.toolNames(first)).containsExactly("one", "two");
    assertThat(second.toString()).isEqualTo(first.toString());
  }

  @ParameterizedTest
  @EnumSource
  void anImageIsSentByValue(Wire wire) {
    JsonNode body = send(wire, image(wire, new ContentPart.Image("image/png", null, PNG)));
    assertThat(body.toString()).contains(wire.png(PNG), "what is this");
  }

  @ParameterizedTest
  @EnumSource
  void anImageIsNamedByItsUrlAndNeverFetchedHere(Wire wire) {
    String url = "https://images.example/cat.png";
    ModelRequest request = image(wire, new ContentPart.Image("image/png", url, null));
    if (wire.fetchesImages()) {
      assertThat(send(wire, request).toString()).contains("\"" + url + "\"");
    } else {
      var failure = catchThrowableOfType(PerdureException.class, () -> send(wire, request));
      assertThat(failure.error().code()).isEqualTo("model_without_image_urls");
      assertThat(failure.error().retryable()).isFalse();
      assertThat(server.report().received()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSchemaOfTheAnswerIsSent(Wire wire) {
    JsonNode body = send(wire, Asks.user(wire.model(), "hi").withResponseSchema(ANSWER));
    assertThat(wire.schemaOfAnswer(body)).isEqualTo(JSON.valueToTree(ANSWER));
    assertThat(body.toString()).doesNotContain("It must fit");
  }

  @ParameterizedTest
  @EnumSource
  void theSchemaOfTheAnswerIsToldInWordsWhereToolsForbidIt(Wire wire) {
    JsonNode body =
        send(wire, Asks.user(wire.model(), "hi", Asks.CLOCK).withResponseSchema(ANSWER));
    assertThat(wire.schemaOfAnswer(body).isMissingNode()).isEqualTo(!wire.takesBoth());
    assertThat(body.toString().contains("Be brief.\\n\\nWhen you give your answer"))
        .isEqualTo(!wire.takesBoth());
    assertThat(wire.toolNames(body)).containsExactly("clock");
  }

  @ParameterizedTest
  @EnumSource
  void aNoteOfTheSystemInMidConversationIsTold(Wire wire) {
    JsonNode body =
        send(
            wire,
            Asks.of(
                wire.model(),
                List.of(
                    Asks.message(Role.USER, new ContentPart.Text("hi")),
                    Asks.message(Role.ASSISTANT, new ContentPart.Text("hello")),
                    Asks.message(Role.SYSTEM, new ContentPart.Text("the user has left")))));
    assertThat(body.toString()).contains("Note from the system: the user has left");
  }

  @Test
  void anthropicIsAskedInWordsWhereItsOwnMeansDoNotReach() {
    var deep = Asks.user("claude-sonnet-4-5", "hi").withResponseSchema(DEEP);
    var old = Asks.user("claude-3-5-haiku-latest", "hi").withResponseSchema(ANSWER);
    for (ModelRequest request : List.of(deep, old)) {
      JsonNode body = send(Wire.ANTHROPIC, request);
      assertThat(Wire.ANTHROPIC.schemaOfAnswer(body).isMissingNode()).isTrue();
      assertThat(body.path("system").toString()).contains("It must fit this JSON Schema");
    }
  }

  @Test
  void anthropicsCacheIsToldWhereToolsInstructionsAndConversationEnd() {
    JsonNode body =
        send(Wire.ANTHROPIC, Asks.user("claude-sonnet-4-5", "hi", Asks.CLOCK, Asks.CALCULATOR));
    assertThat(body.at("/tools/1").has("cache_control")).isTrue();
    assertThat(body.at("/system/0").has("cache_control")).isTrue();
    assertThat(body.at("/messages/0/content/0").has("cache_control")).isTrue();
    assertThat(body.findValues("cache_control")).hasSizeLessThanOrEqualTo(4);
  }

  private static ModelRequest image(Wire wire, ContentPart.Image image) {
    return Asks.of(
        wire.model(),
        List.of(Asks.message(Role.USER, new ContentPart.Text("what is this"), image)));
  }

  private JsonNode send(Wire wire, ModelRequest request) {
    wire.provider(server.url(), transport).call(request, text -> {}, Cancellation.NEVER);
    return server.report().requests().getLast().body();
  }
}
