package dev.perdure.testkit;

import static dev.perdure.testkit.ChatClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Kind;
import dev.perdure.testkit.Behaviour.ToolCall;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelServerTest {
  private static ModelServer server;
  private static ChatClient client;

  @BeforeAll
  static void start() {
    server = ModelServer.start();
    client = new ChatClient(server);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    server.reset();
  }

  @Test
  void echoesWithoutScriptAndCountsTheAnswer() {
    JsonNode answer = client.chat(request("hello", false));
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("You said: hello");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(2);
    assertThat(server.report().answered()).isEqualTo(1);
    assertThat(server.report().requests().getFirst().key()).isEqualTo("test-key");
  }

  @Test
  void streamsTextInChunksAndEndsWithUsage() {
    server.script(Behaviour.answer("one two three").chunked(4, 0));
    List<JsonNode> chunks = client.chunks(request("count", true));
    assertThat(chunks.stream().map(c -> c.at("/choices/0/delta/content").asText()).toList())
        .containsExactly("", "one ", "two ", "thre", "e", "", "");
    assertThat(chunks.get(5).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isPositive();
  }

  @Test
  void followsCallCuesOneTurnEachAndJoinedOnesTogether() {
    var request =
        request("[[call a {\"x\":{\"y\":1}}]] + [[call b {\"z\":[[1]]}]] then [[call c]]", false);
    JsonNode first = client.chat(request);
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(arguments(first)).containsExactly("{\"x\":{\"y\":1}}", "{\"z\":[[1]]}");
    ChatClient.answerCalls(request, first, "ok");
    JsonNode second = client.chat(request);
    assertThat(names(second)).containsExactly("c");
    ChatClient.answerCalls(request, second, "result of c");
    assertThat(client.chat(request).at("/choices/0/message/content").asText())
        .isEqualTo("Done: result of c");
  }

  @Test
  void decodesCuesForOthersByOneLevel() {
    var request = request("[[call a {\"task\": \"cue:%5B%5Bsay+%22hi%22+%252B%5D%5D\"}]]", false);
    assertThat(arguments(client.chat(request)))
        .containsExactly("{\"task\": \"[[say \\\"hi\\\" %2B]]\"}");
  }

  @Test
  void callsNothingWhereNoToolIsOffered() {
    var request = request("[[call a]]", false);
    request.remove("tools");
    assertThat(client.chat(request).at("/choices/0/message/content").asText())
        .isEqualTo("What I know: ");
  }

  @Test
  void endsWhatWasScriptedForAText() {
    server.script(Behaviour.answer("ill").always().whenUserSays("mark-1"));
    server.script(Behaviour.answer("still ill").always().whenUserSays("mark-2"));
    server.heal("mark-1");
    assertThat(client.chat(request("mark-1", false)).at("/choices/0/message/content").asText())
        .isEqualTo("You said: mark-1");
    assertThat(client.chat(request("mark-2", false)).at("/choices/0/message/content").asText())
        .isEqualTo("still ill");
  }

  @Test
  void loopsWithArgumentsOfItsOwnEachTurn() {
    var request = request("[[loop 3 tick {\"i\":\"$i\"}]] [[say bye]]", false);
    var seen = new ArrayList<String>();
    JsonNode answer = client.chat(request);
    while (!names(answer).isEmpty()) {
      seen.addAll(arguments(answer));
      ChatClient.answerCalls(request, answer, "ok");
      answer = client.chat(request);
    }
    assertThat(seen).containsExactly("{\"i\":\"1\"}", "{\"i\":\"2\"}", "{\"i\":\"3\"}");
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("bye");
  }

  @Test
  void streamsParallelToolCallsInFragments() {
    server.script(
        Behaviour.callTools(new ToolCall("a", "{\"n\":1}"), new ToolCall("b", "{\"n\":2}"))
            .chunked(3, 0));
    List<JsonNode> chunks = client.chunks(request("go", true));
    assertThat(streamedArguments(chunks, 0)).isEqualTo("{\"n\":1}");
    assertThat(streamedArguments(chunks, 1)).isEqualTo("{\"n\":2}");
  }

  @Test
  void scriptsAreTakenInOrderAndOnlyByRequestsThatMatch() {
    server.script(
        Behaviour.answer("for beta").whenUserSays("beta"),
        Behaviour.answer("first").times(2),
        Behaviour.answer("rest").always());
    assertThat(text("alpha")).isEqualTo("first");
    assertThat(text("beta")).isEqualTo("for beta");
    assertThat(text("alpha")).isEqualTo("first");
    assertThat(text("alpha")).isEqualTo("rest");
    assertThat(text("alpha")).isEqualTo("rest");
  }

  @Test
  void refusesWithStatusAndRetryAfter() {
    server.script(Behaviour.rateLimited("7"));
    var response = client.send("/chat/completions", request("hi", true));
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("retry-after")).contains("7");
    assertThat(server.report().failed()).isEqualTo(1);
    assertThat(server.report().answered()).isZero();
  }

  @Test
  void cutsTheConnectionInMidStream() {
    server.script(Behaviour.broken("a long enough answer", Kind.CUT, 2).chunked(4, 0));
    assertThatThrownBy(() -> client.chunks(request("hi", true)))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(server.report().failed()).isEqualTo(1);
  }

  @Test
  void endsAStreamProperlyWithoutFinishReason() {
    server.script(Behaviour.broken("a long enough answer", Kind.END_EARLY, 3).chunked(4, 0));
    assertThat(client.events("/chat/completions", request("hi", true))).hasSize(3);
  }

  @Test
  void sendsAChunkThatIsNotJson() {
    server.script(Behaviour.broken("text", Kind.GARBAGE, 1));
    assertThat(client.events("/chat/completions", request("hi", true)))
        .contains("{\"id\": \"broken\", \"choi");
    server.script(Behaviour.broken("text", Kind.GARBAGE, 0));
    assertThatThrownBy(() -> client.chat(request("hi", false)))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void anEndlessStreamEndsWhenItsClientGoes() {
    server.script(Behaviour.endless().chunked(10, 1));
    try (Stream<String> events = client.events("/chat/completions", request("hi", true))) {
      assertThat(events.limit(50)).hasSize(50);
    }
    await().until(() -> server.report().aborted() == 1);
  }

  @Test
  void speaksAnthropicsProtocol() {
    server.script(
        Behaviour.callTools(new ToolCall("a", "{\"n\":1}")).forModel("scripted"),
        Behaviour.natural().failing(new Fault(Kind.ERROR_EVENT, 2, 529, null, null, null)));
    String first = events(request("hi", true));
    assertThat(first).contains("message_start", "tool_use", "input_json_delta", "message_stop");
    assertThat(events(request("hi", true)))
        .contains("overloaded_error")
        .doesNotContain("message_stop");
  }

  private static String events(com.fasterxml.jackson.databind.node.ObjectNode request) {
    return client.events("/messages", request).collect(Collectors.joining("\n"));
  }

  private static String text(String user) {
    return client.chat(request(user, false)).at("/choices/0/message/content").asText();
  }

  private static List<String> names(JsonNode answer) {
    return answer.at("/choices/0/message").findValuesAsText("name");
  }

  private static List<String> arguments(JsonNode answer) {
    return answer.at("/choices/0/message").findValuesAsText("arguments");
  }

  private static String streamedArguments(List<JsonNode> chunks, int index) {
    return chunks.stream()
        .map(chunk -> chunk.at("/choices/0/delta/tool_calls/0"))
        .filter(call -> call.path("index").asInt(-1) == index)
        .map(call -> call.at("/function/arguments").asText())
        .collect(Collectors.joining());
  }
}
