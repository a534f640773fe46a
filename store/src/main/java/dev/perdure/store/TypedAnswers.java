package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunError;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.ToolOutput;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a user typed to settle what a run waited for: answers, reasons, results, other arguments.
 * They are the outcome of a call, and so stand in its step, its message, its events and its effect;
 * also in those of forks that took the outcome over.
 */
final class TypedAnswers {

  private static final String SETTLED =
      """
      SELECT id, number, call, settlement FROM interrupts
      WHERE org_id = :org AND run_id = :run AND settled_by = :user
      """;

  private static final String SETTLEMENT =
      "UPDATE interrupts SET settlement = :words::jsonb WHERE org_id = :org AND id = :id";

  /** The step, and those of forks that were given its outcome. */
  private static final String STEPS =
      """
      WITH RECURSIVE family (id) AS (
        SELECT :run::uuid
        UNION
        SELECT r.id FROM family f JOIN runs r ON r.org_id = :org AND r.forked_from = f.id
      ), settled AS (
        SELECT tool_call_id FROM steps
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      )
      SELECT s.run_id, s.number, s.call, s.given, s.error, s.arguments FROM steps s
      WHERE s.org_id = :org AND s.run_id IN (SELECT id FROM family)
        AND (s.run_id = :run AND s.number = :number AND s.call = :call
          OR s.run_id <> :run AND s.tool_call_id = (SELECT tool_call_id FROM settled))
      """;

  private static final String STEP =
      """
      UPDATE steps SET given = :given::jsonb, error = :error::jsonb, arguments = :arguments
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      """;

  private static final String EFFECTS =
      """
      UPDATE effects
      SET arguments = CASE WHEN :reworded THEN :mark ELSE arguments END,
          result = CASE WHEN :reworded OR result IS NULL THEN result ELSE :mark END
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      """;

  private static final String OF_STEP =
      """
      WHERE org_id = :org AND run_id = :run
        AND (step_id = :step OR starts_with(step_id, :step || '~'))
      """;

  private static final String MESSAGES = "SELECT id, content FROM messages\n" + OF_STEP;

  private static final String MESSAGE =
      """
      UPDATE messages SET content = :content::jsonb, words = NULL
      WHERE org_id = :org AND id = :id
      """;

  private static final String ARTIFACTS =
      """
      UPDATE artifacts
      SET content = :mark, bytes = octet_length(:mark), sha256 = encode(sha256(convert_to(:mark, 'UTF8')), 'hex')
      """
          + OF_STEP;

  private static final String OUTPUT =
      """
      UPDATE runs SET output = :mark WHERE org_id = :org AND id = :run AND output IS NOT NULL
      """;

  private final Json json;
  private final MaskedEvents events;

  TypedAnswers(Json json, MaskedEvents events) {
    this.json = json;
    this.events = events;
  }

  private record Settled(
      UUID id, @Nullable Integer number, @Nullable Integer call, Map<String, Object> words) {}

  /**
   * A step whose outcome, or whose arguments, were typed.
   *
   * @param reworded whether only its arguments were
   */
  private record Place(UUID run, int number, int call, boolean reworded) {

    String stepId() {
      return run + "/" + number + (call == 0 ? "" : "." + call);
    }
  }

  void mask(Handle handle, UUID org, UUID user, UUID run) {
    List<Settled> settled =
        handle
            .createQuery(SETTLED)
            .bind("org", org)
            .bind("run", run)
            .bind("user", user)
            .map((rs, ctx) -> settled(rs))
            .list();
    Set<String> masked = new HashSet<>();
    for (Settled each : settled) {
      Map<String, Object> words = Mark.words(each.words());
      if (!words.equals(each.words())) {
        settlement(handle, org, each.id(), words);
        masked.add(each.id().toString());
        outcome(handle, org, run, each);
      }
    }
    if (!masked.isEmpty()) {
      resumed(handle, org, run, masked);
    }
  }

  private void settlement(Handle handle, UUID org, UUID id, Map<String, Object> words) {
    handle
        .createUpdate(SETTLEMENT)
        .bind("org", org)
        .bind("id", id)
        .bind("words", json.object(words))
        .execute();
  }

  private void resumed(Handle handle, UUID org, UUID run, Set<String> interrupts) {
    events.named(
        handle,
        org,
        run,
        List.of(RunEvent.Custom.RESUMED),
        event -> {
          Map<String, Object> value = ((RunEvent.Custom) event).value();
          if (!interrupts.contains(String.valueOf(value.get("interruptId")))
              || !(value.get("settlement") instanceof Map<?, ?> words)) {
            return Optional.empty();
          }
          Map<String, Object> typed = new HashMap<>();
          words.forEach((key, word) -> typed.put(String.valueOf(key), word));
          Map<String, Object> masked = new HashMap<>(value);
          masked.put("settlement", Mark.words(typed));
          return Optional.of(new RunEvent.Custom(RunEvent.Custom.RESUMED, masked));
        });
  }

  private void outcome(Handle handle, UUID org, UUID run, Settled settled) {
    Integer number = settled.number();
    if (number == null) {
      return;
    }
    int call = settled.call() == null ? 0 : settled.call();
    boolean reworded = settled.words().containsKey("arguments");
    handle
        .createQuery(STEPS)
        .bind("org", org)
        .bind("run", run)
        .bind("number", number)
        .bind("call", call)
        .map((rs, ctx) -> step(rs, reworded))
        .list()
        .forEach(step -> step(handle, org, step));
    if (call == 0) {
      handle
          .createUpdate(OUTPUT)
          .bind("org", org)
          .bind("run", run)
          .bind("mark", Mark.TEXT)
          .execute();
      events.ofType(handle, org, run, "RUN_FINISHED", TypedAnswers::withoutText);
    }
  }

  private record Step(
      Place place,
      @Nullable ToolOutput given,
      @Nullable RunError error,
      @Nullable String arguments) {}

  private Step step(ResultSet rs, boolean reworded) throws SQLException {
    return new Step(
        new Place(Columns.uuid(rs, "run_id"), rs.getInt("number"), rs.getInt("call"), reworded),
        json.output(rs.getString("given")),
        json.error(rs.getString("error")),
        rs.getString("arguments"));
  }

  private void step(Handle handle, UUID org, Step step) {
    Place place = step.place();
    ToolOutput given = step.given();
    RunError error = step.error();
    handle
        .createUpdate(STEP)
        .bind("org", org)
        .bind("run", place.run())
        .bind("number", place.number())
        .bind("call", place.call())
        .bind("given", given == null ? null : json.output(new ToolOutput(Mark.TEXT, given.error())))
        .bind(
            "error", json.error(error == null ? null : new RunError(error.code(), Mark.TEXT, null)))
        .bind("arguments", place.reworded() ? Mark.TEXT : step.arguments())
        .execute();
    handle
        .createUpdate(EFFECTS)
        .bind("org", org)
        .bind("run", place.run())
        .bind("number", place.number())
        .bind("call", place.call())
        .bind("reworded", place.reworded())
        .bind("mark", Mark.TEXT)
        .execute();
    if (!place.reworded()) {
      said(handle, org, place);
    }
  }

  /** Where the outcome was said to the agent and to whoever looked on. */
  private void said(Handle handle, UUID org, Place place) {
    handle
        .createQuery(MESSAGES)
        .bind("org", org)
        .bind("run", place.run())
        .bind("step", place.stepId())
        .map((rs, ctx) -> Map.entry(Columns.uuid(rs, "id"), json.content(rs.getString("content"))))
        .list()
        .forEach(message ->
            handle
                .createUpdate(MESSAGE)
                .bind("org", org)
                .bind("id", message.getKey())
                .bind("content", json.content(masked(message.getValue())))
                .execute());
    handle
        .createUpdate(ARTIFACTS)
        .bind("org", org)
        .bind("run", place.run())
        .bind("step", place.stepId())
        .bind("mark", Mark.TEXT)
        .execute();
    events.ofStep(handle, org, place.run(), place.stepId(), TypedAnswers::withoutText);
  }

  private static List<ContentPart> masked(List<ContentPart> content) {
    return content.stream()
        .<ContentPart>map(part ->
            switch (part) {
              case ContentPart.ToolResult result ->
                  new ContentPart.ToolResult(
                      result.toolCallId(),
                      result.name(),
                      Mark.TEXT,
                      result.error(),
                      result.untrusted());
              case ContentPart.ToolCall call -> call;
              default -> new ContentPart.Text(Mark.TEXT);
            })
        .toList();
  }

  private static Optional<RunEvent> withoutText(RunEvent event) {
    return switch (event) {
      case RunEvent.ToolCallResult result ->
          Optional.of(
              new RunEvent.ToolCallResult(
                  result.messageId(),
                  result.toolCallId(),
                  Mark.TEXT,
                  result.role(),
                  result.error()));
      case RunEvent.TextMessageEnd end when end.text() != null ->
          Optional.of(new RunEvent.TextMessageEnd(end.messageId(), Mark.TEXT));
      case RunEvent.RunFinished finished when finished.result() != null ->
          Optional.of(
              new RunEvent.RunFinished(
                  finished.threadId(), finished.runId(), finished.outcome(), Mark.TEXT));
      default -> Optional.empty();
    };
  }

  private Settled settled(ResultSet rs) throws SQLException {
    return new Settled(
        Columns.uuid(rs, "id"),
        rs.getObject("number", Integer.class),
        rs.getObject("call", Integer.class),
        json.object(rs.getString("settlement")));
  }
}
