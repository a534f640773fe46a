package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunError;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.StepFamily.Place;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What a user typed as the outcome of a call: an answer, a reason, a result. It stands in its step,
 * its message, its events and its effect; also in those of forks that took the outcome over.
 */
final class TypedOutcomes {

  private static final String EFFECTS =
      """
      SELECT run_id, number, call, generation FROM effects
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
        AND result IS NOT NULL
      """;

  private static final String OF_STEP =
      """
      WHERE org_id = :org AND run_id = :run
        AND (step_id = :step OR starts_with(step_id, :step || '~'))
      """;

  private static final String MESSAGES = "SELECT id, content FROM messages\n" + OF_STEP;

  private static final String ARTIFACTS = "SELECT id FROM artifacts\n" + OF_STEP;

  private static final String BYTES =
      "UPDATE artifacts SET bytes = :bytes WHERE org_id = :org AND id = :id";

  private static final String OUTPUT =
      "SELECT id FROM runs WHERE org_id = :org AND id = :run AND output IS NOT NULL";

  private static final byte[] MARK = Mark.TEXT.getBytes(StandardCharsets.UTF_8);

  private final Json json;
  private final Bodies bodies;
  private final MaskedBodies masked;
  private final MaskedEvents events;
  private final StepFamily family;

  TypedOutcomes(
      Json json, Bodies bodies, MaskedBodies masked, MaskedEvents events, StepFamily family) {
    this.json = json;
    this.bodies = bodies;
    this.masked = masked;
    this.events = events;
    this.family = family;
  }

  void mask(Handle handle, OrgId orgId, Place place) {
    if (place.call() == 0) {
      bound(handle.createQuery(OUTPUT), orgId, place)
          .mapTo(String.class)
          .list()
          .forEach(run -> masked.mark(handle, orgId, Body.RUN_OUTPUT, run));
      events.ofType(handle, orgId, place.run(), "RUN_FINISHED", TypedOutcomes::withoutText);
    }
    family.of(handle, orgId, place).forEach(step -> step(handle, orgId, step));
  }

  private void step(Handle handle, OrgId orgId, StepFamily.Member step) {
    Place place = step.place();
    ToolOutput given = step.given();
    if (given != null) {
      String mark = json.output(new ToolOutput(Mark.TEXT, given.error()));
      masked.write(handle, orgId, Body.STEP_GIVEN, place.id(), mark);
    }
    RunError error = step.error();
    String failed = json.error(error == null ? null : new RunError(error.code(), Mark.TEXT, null));
    if (failed != null) {
      masked.write(handle, orgId, Body.STEP_ERROR, place.id(), failed);
    }
    bound(handle.createQuery(EFFECTS), orgId, place)
        .map((rs, ctx) -> Body.Rows.EFFECTS.id(rs))
        .list()
        .forEach(effect -> masked.mark(handle, orgId, Body.EFFECT_RESULT, effect));
    messages(handle, orgId, place);
    bound(handle.createQuery(ARTIFACTS), orgId, place)
        .mapTo(UUID.class)
        .list()
        .forEach(artifact -> artifact(handle, orgId, artifact));
    events.ofStep(handle, orgId, place.run(), place.stepId(), TypedOutcomes::withoutText);
  }

  private void messages(Handle handle, OrgId orgId, Place place) {
    bound(handle.createQuery(MESSAGES), orgId, place)
        .map((rs, ctx) -> {
          UUID id = Columns.uuid(rs, "id");
          String content = bodies.read(orgId, Body.MESSAGE, id, rs.getString("content"));
          return Map.entry(id.toString(), json.content(content));
        })
        .list()
        .forEach(message -> {
          String content = json.content(withoutText(message.getValue()));
          masked.write(handle, orgId, Body.MESSAGE, message.getKey(), content);
        });
  }

  private void artifact(Handle handle, OrgId orgId, UUID id) {
    masked.mark(handle, orgId, Body.ARTIFACT_CONTENT, id.toString());
    masked.write(handle, orgId, Body.ARTIFACT_SHA256, id.toString(), ArtifactRows.sha256(MARK));
    handle
        .createUpdate(BYTES)
        .bind("org", orgId.value())
        .bind("id", id)
        .bind("bytes", (long) MARK.length)
        .execute();
  }

  private static Query bound(Query query, OrgId orgId, Place place) {
    return query
        .bind("org", orgId.value())
        .bind("run", place.run())
        .bind("number", place.number())
        .bind("call", place.call())
        .bind("step", place.stepId());
  }

  private static List<ContentPart> withoutText(List<ContentPart> content) {
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
      case RunEvent.Custom custom when custom.name().equals(RunEvent.Custom.ARTIFACT) ->
          Optional.of(new RunEvent.Custom(custom.name(), artifact(custom.value())));
      default -> Optional.empty();
    };
  }

  /** A short text could be guessed from its hash. */
  private static Map<String, Object> artifact(Map<String, Object> value) {
    Map<String, Object> masked = new HashMap<>(value);
    masked.put("bytes", MARK.length);
    masked.put("sha256", ArtifactRows.sha256(MARK));
    return masked;
  }
}
