package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.agent.ModelParameters;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.Asks;
import dev.perdure.llm.http.Limits;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.Behaviour.Usage;
import dev.perdure.testkit.ModelServer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenAiParametersTest {
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

  @Test
  void openAiItselfGetsItsNewerNameOfTheLimit() {
    call(Protocol.OPENAI, "sk-key", limited());
    assertThat(sent().path("max_completion_tokens").asInt()).isEqualTo(77);
    assertThat(sent().has("max_tokens")).isFalse();
    assertThat(sent().path("temperature").asDouble()).isEqualTo(0.5);
  }

  @Test
  void othersGetTheNameTheyAllKnow() {
    call(Protocol.OPENAI_COMPATIBLE, null, limited());
    assertThat(sent().path("max_tokens").asInt()).isEqualTo(77);
    assertThat(sent().has("max_completion_tokens")).isFalse();
    assertThat(server.report().requests().getLast().key()).isEmpty();
  }

  @Test
  void openAiIsHeldStrictlyToASchemaThatAllowsIt() {
    Map<String, Object> city =
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("city", Map.of("type", "string")),
            "required",
            List.of("city"),
            "additionalProperties",
            false);
    Map<String, Object> open = Map.of("type", "object", "properties", Map.of());
    call(Protocol.OPENAI, "k", Asks.user("m", "hi").withResponseSchema(city));
    assertThat(sent().at("/response_format/json_schema/strict").asBoolean()).isTrue();
    call(Protocol.OPENAI, "k", Asks.user("m", "hi").withResponseSchema(open));
    assertThat(sent().at("/response_format/json_schema/strict").asBoolean()).isFalse();
  }

  @Test
  void countsReasoningTokens() {
    var usage = new Usage(10, 4, 30, 25);
    server.script(Behaviour.natural().replying(new Reply("hi", "hm", null, null, usage)));
    ModelReply reply = call(Protocol.OPENAI, "sk-key", Asks.user("m", "hi"));
    assertThat(reply.usage()).isEqualTo(new TokenUsage(10, 4, 30, 25));
    assertThat(reply.content()).containsExactly(new ContentPart.Text("hi"));
  }

  @Test
  void reasoningByItsOtherNameIsHeardToo() throws Exception {
    try (var other =
        new OneAnswer(
            "data: %s\n\ndata: %s\n\ndata: [DONE]\n\n"
                .formatted(
                    "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"hm\"}}]}",
                    "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}"))) {
      var config =
          new ProviderConfig("p", Protocol.OPENAI_COMPATIBLE, other.url() + "/v1", null, null);
      ModelReply reply =
          new OpenAiProvider(config, transport)
              .call(Asks.user("m", "hi"), text -> {}, Cancellation.NEVER);
      assertThat(reply.reasoning()).isEqualTo("hm");
      assertThat(reply.content()).containsExactly(new ContentPart.Text("yes"));
    }
  }

  private static ModelRequest limited() {
    var plain = Asks.user("m", "hi");
    return new ModelRequest(
        plain.step(),
        plain.model(),
        plain.instructions(),
        plain.messages(),
        plain.tools(),
        new ModelParameters(0.5, null, 77),
        plain.deadline());
  }

  private ModelReply call(Protocol protocol, @Nullable String key, ModelRequest request) {
    var config = new ProviderConfig("p", protocol, server.baseUrl() + "/", key, null);
    return new OpenAiProvider(config, transport).call(request, text -> {}, Cancellation.NEVER);
  }

  private static JsonNode sent() {
    return server.report().requests().getLast().body();
  }
}
