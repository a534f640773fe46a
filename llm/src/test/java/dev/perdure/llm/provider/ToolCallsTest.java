package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.Role;
import dev.perdure.llm.Asks;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolCallsTest {

  @Test
  void keepsIdsThatAreNewInTheThread() {
    assertThat(ids("a", "b")).containsExactly("a", "b");
  }

  @Test
  void givesIdsOfItsOwnForMissingAndRepeatedOnes() {
    assertThat(ids("seen", "", "a", "a"))
        .doesNotHaveDuplicates()
        .doesNotContain("seen", "")
        .contains("a")
        .isEqualTo(ids("seen", "", "a", "a"));
  }

  private static List<String> ids(String... given) {
    var request =
        Asks.of(
            "m",
            List.of(
                Asks.message(Role.ASSISTANT, new ContentPart.ToolCall("seen", "clock", "{}")),
                Asks.message(
                    Role.TOOL, new ContentPart.ToolResult("seen", "clock", "noon", false))));
    var calls =
        Stream.of(given)
            .map(id -> ToolExecutionRequest.builder().id(id).name("clock").arguments("").build())
            .toList();
    var response = ChatResponse.builder().aiMessage(AiMessage.from(calls)).build();
    return ToolCalls.of(request, response).stream().map(ToolCall::id).toList();
  }
}
