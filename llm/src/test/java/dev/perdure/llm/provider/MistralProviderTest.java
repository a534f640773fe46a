package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.llm.Asks;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class MistralProviderTest extends ProviderContract {
  @Override
  ModelProvider provider(String baseUrl, Transport transport) {
    var config = new ProviderConfig("mistral", Protocol.MISTRAL, baseUrl, "sk-test-12345678", null);
    return new MistralProvider(config, transport);
  }

  @Override
  String path() {
    return "/mistral/v1";
  }

  /** Mistral's count of cached tokens does not get through LangChain4j. */
  @Override
  TokenUsage counted() {
    return new TokenUsage(100, 0, 20, 0);
  }

  @Test
  void aConversationBegunWithAnotherProviderGoesOn() {
    var first = ask("hi");
    var calls =
        List.<ContentPart>of(
            new ContentPart.ToolCall("call_0000_1_0", "clock", "{}"),
            new ContentPart.ToolCall("call_0000_1_1", "clock", "{}"));
    call(Asks.answered(first, calls, "noon", "night"));
    var messages = server.report().requests().getLast().body().path("messages");
    var asked = messages.findValuesAsText("tool_call_id");
    assertThat(asked).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.length() == 9);
    assertThat(messages.findValues("tool_calls").getFirst().findValuesAsText("id"))
        .isEqualTo(asked);
  }
}
