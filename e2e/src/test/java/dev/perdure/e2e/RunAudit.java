package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.client.MessageView;
import dev.perdure.e2e.client.RunView;
import dev.perdure.e2e.client.SseItem;
import dev.perdure.e2e.client.StepView;
import dev.perdure.e2e.client.StreamRecording;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.EffectRecorder.Effect;
import dev.perdure.testkit.ModelServer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Compares the accounts of one ended run: the API's, the stream's, PostgreSQL's, the effect
 * recorder's and the model server's.
 */
record RunAudit(
    RunView run,
    StreamRecording stream,
    List<MessageView> messages,
    List<StepView> steps,
    List<JsonNode> logs,
    List<Effect> effects,
    PerdureStack stack) {

  static RunAudit of(PerdureStack stack, Story.Told told) {
    RunView run = told.run();
    return new RunAudit(
        run,
        told.stream(),
        stack.client().messages(run.sessionId()).stream()
            .filter(message -> run.id().equals(message.runId()))
            .toList(),
        stack.client().steps(run.id()),
        stack.client().logs(run.id()),
        stack.recorder().effects().stream().filter(e -> e.key().contains(run.id())).toList(),
        stack);
  }

  /** What holds for every ended run, whatever happened to it. */
  void everythingAgrees() {
    assertThat(stream.faults()).as("the stream").isEmpty();
    eventsAreThoseOfTheLog();
    textIsThatOfTheTranscript();
    nothingWasRecordedTwice();
    everyToolCallHasOneResult();
    usageIsTheSumOfItsParts();
    effectsWereRepeatedOnlyUnderTheirKeys();
  }

  private void eventsAreThoseOfTheLog() {
    List<Long> kept =
        database()
            .column("select pos from execution_logs where run_id = ? order by pos", uuid(run.id()))
            .stream()
            .map(Long::parseLong)
            .toList();
    assertThat(stream.durable().stream().map(SseItem.Event::pos)).isEqualTo(kept);
    assertThat(logs.stream().map(log -> log.path("pos").asLong())).isEqualTo(kept);
    assertThat(logs.stream().map(RunAudit::nameOf)).isEqualTo(stream.names());
    List<Long> ofSession =
        database()
            .column(
                "select pos from execution_logs where session_id = ? order by pos",
                uuid(run.sessionId()))
            .stream()
            .map(Long::parseLong)
            .toList();
    assertThat(ofSession)
        .as("positions have no gaps")
        .isEqualTo(LongStream.rangeClosed(1, ofSession.size()).boxed().toList());
  }

  private static String nameOf(JsonNode log) {
    JsonNode event = log.path("event");
    String type = event.path("type").asText();
    return type.equals("CUSTOM") ? event.path("name").asText() : type;
  }

  private void textIsThatOfTheTranscript() {
    List<MessageView> spoken =
        messages.stream()
            .filter(message -> message.role().equals("assistant") && !message.text().isEmpty())
            .toList();
    assertThat(stream.validMessages()).isEqualTo(spoken.stream().map(MessageView::id).toList());
    spoken.forEach(message -> assertThat(stream.text(message.id())).contains(message.text()));
    assertThat(messages).noneMatch(message -> stream.voidMessages().contains(message.id()));
  }

  private void nothingWasRecordedTwice() {
    List<String> thought =
        messages.stream()
            .filter(message -> message.role().equals("assistant"))
            .map(message -> String.valueOf(message.stepId()))
            .toList();
    assertThat(thought).doesNotHaveDuplicates();
    for (String name : List.of("STEP_STARTED", "STEP_FINISHED", "perdure.usage")) {
      assertThat(stream.named(name).stream().map(SseItem.Event::stepId))
          .as(name)
          .doesNotHaveDuplicates();
    }
    assertThat(stream.named("RUN_STARTED")).hasSizeLessThanOrEqualTo(1);
    assertThat(stream.durable().stream().filter(RunAudit::endsRun)).hasSize(1);
    assertThat(endsRun(stream.durable().getLast())).as("the end comes last").isTrue();
    assertThat(steps.stream().map(StepView::stepId)).doesNotHaveDuplicates();
    assertThat(steps.stream().map(StepView::status)).doesNotContain("planned", "running");
  }

  private static boolean endsRun(SseItem.Event event) {
    return event.type().equals("RUN_FINISHED") || event.type().equals("RUN_ERROR");
  }

  private void everyToolCallHasOneResult() {
    List<String> asked = parts("tool_call", "id");
    assertThat(asked).doesNotHaveDuplicates();
    assertThat(parts("tool_result", "tool_call_id")).containsExactlyInAnyOrderElementsOf(asked);
    for (String name :
        List.of("TOOL_CALL_START", "TOOL_CALL_ARGS", "TOOL_CALL_END", "TOOL_CALL_RESULT")) {
      assertThat(stream.named(name).stream().map(e -> e.data().path("toolCallId").asText()))
          .as(name)
          .containsExactlyInAnyOrderElementsOf(asked);
    }
  }

  private List<String> parts(String type, String field) {
    return messages.stream()
        .flatMap(message -> message.parts(type).stream())
        .map(part -> part.path(field).asText())
        .toList();
  }

  private void usageIsTheSumOfItsParts() {
    List<Map<String, String>> rows =
        database()
            .rows("select input_tokens, output_tokens from usage where run_id = ?", uuid(run.id()));
    assertThat(sum(rows, "input_tokens")).isEqualTo(run.usage().input());
    assertThat(sum(rows, "output_tokens")).isEqualTo(run.usage().output());
    assertThat(stream.named("perdure.usage")).hasSameSizeAs(rows);
  }

  private static long sum(List<Map<String, String>> rows, String column) {
    return rows.stream().mapToLong(row -> Long.parseLong(row.getOrDefault(column, "0"))).sum();
  }

  private void effectsWereRepeatedOnlyUnderTheirKeys() {
    Map<String, List<Effect>> byNote =
        effects.stream()
            .collect(
                java.util.stream.Collectors.groupingBy(
                    effect -> effect.payload().path("note").asText()));
    byNote.forEach(
        (note, same) -> assertThat(same.stream().map(Effect::key).distinct()).as(note).hasSize(1));
  }

  /** The keys of all effects the run made, given as what follows the run's id. */
  void effectsWereMadeUnder(String... steps) {
    assertThat(new HashSet<>(effects.stream().map(Effect::key).toList()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(steps).map(step -> run.sessionId() + ":" + run.id() + step).toList());
  }

  void effectsWereMadeOnce() {
    assertThat(effects.stream().map(Effect::key)).doesNotHaveDuplicates();
  }

  /** The model server answered as often as the run thought, and counted the same tokens. */
  void modelCountsAgree(String mark) {
    List<ModelServer.Request> asked = stack.models().reportOf(mark).requests();
    assertThat(asked).hasSameSizeAs(stream.named("perdure.usage"));
    assertThat(asked.stream().map(ModelServer.Request::outcome)).containsOnly("answered");
  }

  private Database database() {
    return new Database(stack.ground().database());
  }

  private static UUID uuid(String id) {
    return UUID.fromString(id);
  }
}
