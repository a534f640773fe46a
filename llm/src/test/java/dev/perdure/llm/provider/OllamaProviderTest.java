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
import java.util.List;
import org.junit.jupiter.api.Test;

class OllamaProviderTest extends ProviderContract {
  @Override
  ModelProvider provider(String baseUrl, Transport transport) {
    var config = new ProviderConfig("ollama", Protocol.OLLAMA, baseUrl, "sk-test-12345678", null);
    return new OllamaProvider(config, transport);
  }

  @Override
  String path() {
    return "";
  }

  @Override
  TokenUsage counted() {
    return new TokenUsage(100, 0, 20, 0);
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
    var calls = List.<ContentPart>of(new ContentPart.ToolCall("x", "calculator", "{\"a\": "));
    call(Asks.answered(ask("hi"), calls, "not JSON"));
    assertThat(server.report().requests().getLast().body().toString())
        .contains("malformed_arguments");
  }

  /** Ollama tells no more of an error than a sentence. */
  @Test
  @Override
  void anErrorInsideTheStreamIsTypedLikeAnyOther() {
    server.script(
        Behaviour.answer("A long answer.")
            .chunked(2, 0)
            .failing(new Fault(Kind.ERROR_EVENT, 3, 503, null, null, null)));
    assertThat(failure(ask("hi")).code()).isEqualTo("model_unavailable");
  }

  /** A model of one's own has no policy of a provider: there is no such reason to finish. */
  @Test
  @Override
  void aRefusalOnGroundsOfPolicyIsFinal() {
    server.script(
        Behaviour.natural().replying(new Reply("no", null, null, "content_filter", null)));
    assertThat(call(ask("hi")).content()).containsExactly(new ContentPart.Text("no"));
  }

  @Test
  void aModelThatCantSeeIsNamed() {
    server.script(
        Behaviour.natural()
            .failing(
                new Fault(
                    Kind.STATUS,
                    null,
                    400,
                    null,
                    null,
                    "this model is missing data required for image input")));
    assertThat(failure(ask("hi")).code()).isEqualTo("model_without_images");
  }

  @Test
  void theFirstModelOfTheServerIsTheDefault() {
    assertThat(call(Asks.user("default", "hi")).model()).isEqualTo("scripted");
  }
}
