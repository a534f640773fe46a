package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.llm.Asks;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Kind;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.Behaviour.ToolCall;
import dev.perdure.testkit.Behaviour.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeminiProviderTest extends ProviderContract {
  @Override
  ModelProvider provider(String baseUrl, Transport transport) {
    var config = new ProviderConfig("gemini", Protocol.GEMINI, baseUrl, "sk-test-12345678", null);
    return new GeminiProvider(config, transport);
  }

  @Override
  String path() {
    return "/v1beta";
  }

  /** Arguments are JSON on this wire, so half of them are no event. */
  @Override
  String codeOfHalfACall() {
    return "model_reply_malformed";
  }

  @Test
  @Override
  void passesMalformedArgumentsOnAndCanStillSendThemBack() {
    server.script(Behaviour.callTools(new ToolCall("calculator", "{\"expression\": ")));
    assertThat(failure(ask("hi")).code()).isEqualTo("model_reply_malformed");
    var first = ask("hi");
    var calls = List.<ContentPart>of(new ContentPart.ToolCall("x", "calculator", "{\"a\": "));
    call(Asks.answered(first, calls, "not JSON"));
    assertThat(server.report().requests().getLast().body().toString())
        .contains("malformed_arguments");
  }

  @Test
  void countsThoughtsAsOutput() {
    server.script(
        Behaviour.natural().replying(new Reply("hi", "hm", null, null, new Usage(10, 4, 30, 25))));
    assertThat(call(ask("hi")).usage()).isEqualTo(new TokenUsage(10, 4, 30, 25));
  }

  /** Answers of Google's API as people report them publicly; noted 2026-11-22. */
  @Test
  void knowsGooglesWords() {
    server.script(
        fault(400, "API_KEY_INVALID", "API key not valid. Please pass a valid API key."),
        fault(
            400,
            null,
            "The input token count (1200000) exceeds the maximum number of tokens allowed"
                + " (1048576)."));
    assertThat(failure(ask("hi")).code()).isEqualTo("model_key_invalid");
    assertThat(failure(ask("hi")).code()).isEqualTo("model_context_overflow");
  }

  @Test
  void aCallOfGemini3GoesBackWithASignature() {
    var calls =
        List.<ContentPart>of(
            new ContentPart.ToolCall("a", "clock", "{}"),
            new ContentPart.ToolCall("b", "clock", "{}"));
    for (String model : List.of("gemini-3-pro-preview", "gemini-2.5-flash")) {
      call(Asks.answered(Asks.user(model, "hi", Asks.CLOCK), calls, "noon", "night"));
      var signatures =
          server.report().requests().getLast().body().findValuesAsText("thoughtSignature");
      assertThat(signatures).hasSize(model.startsWith("gemini-3") ? 1 : 0);
    }
  }

  @Test
  void asksForThoughtsWhereTheModelHasThem() {
    for (String model : List.of("gemini-2.5-pro", "gemini-2.0-flash", "gemini-2.5-flash-image")) {
      call(Asks.user(model, "hi"));
      var sent = server.report().requests().getLast().body();
      assertThat(sent.at("/generationConfig/thinkingConfig/includeThoughts").asBoolean())
          .isEqualTo(model.equals("gemini-2.5-pro"));
    }
  }

  private static Behaviour fault(int status, @Nullable String code, String message) {
    return Behaviour.natural().failing(new Fault(Kind.STATUS, null, status, null, code, message));
  }
}
