package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Role;
import dev.perdure.core.step.StepRef;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** A THINK that is claimed takes in what its run was steered with, after the last tool result. */
final class SteerIntake {

  /** Not for a THINK whose outcome is there already: the next one, or the end, sees to them. */
  private static final String TAKE =
      """
      UPDATE commands SET taken_at = clock_timestamp()
      WHERE org_id = :org AND run_id = :run AND kind = 'steer' AND taken_at IS NULL
        AND NOT EXISTS (
          SELECT FROM steps
          WHERE org_id = :org AND run_id = :run AND number = :step AND call = 0
            AND (status IN ('succeeded', 'failed', 'cancelled') OR given IS NOT NULL))
      RETURNING number, payload
      """;

  private final Json json;
  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final Transcript transcript;

  SteerIntake(Json json, Bodies bodies, Supplier<UUID> ids, Transcript transcript) {
    this.json = json;
    this.bodies = bodies;
    this.ids = ids;
    this.transcript = transcript;
  }

  private record Steer(int number, List<ContentPart> input) {}

  /** Gives the steers their place in the transcript. The run is locked. */
  void take(Handle handle, RunLock.Locked run, StepRef step, EventBatch batch) {
    for (Steer steer : taken(handle, run.ref(), step)) {
      UUID message = ids.get();
      transcript.append(
          handle,
          run.ref(),
          run.threadId(),
          List.of(new NewMessage(message, null, Role.USER, steer.input())));
      batch.run(
          new RunEvent.Custom(
              RunEvent.Custom.STEERED,
              Map.of(
                  "messageId", message.toString(),
                  "command", steer.number(),
                  "text", Texts.of(steer.input()))));
    }
  }

  private List<Steer> taken(Handle handle, RunRef run, StepRef step) {
    return handle
        .createQuery(TAKE)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bind("step", step.number())
        .map((rs, ctx) -> {
          int number = rs.getInt("number");
          String id = Body.command(run.runId(), number);
          return new Steer(
              number,
              json.steer(bodies.read(run.orgId(), Body.COMMAND, id, rs.getString("payload"))));
        })
        .list()
        .stream()
        .sorted(Comparator.comparingInt(Steer::number))
        .toList();
  }
}
