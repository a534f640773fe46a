package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepRef;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Keeps the result of a call that had been given up. */
final class LateEffects {

  private static final String COMMIT =
      """
      UPDATE effects SET status = 'late_committed', result = :result, settled_at = clock_timestamp()
      WHERE org_id = :org AND session_id = :session AND run_id = :run AND number = :number
        AND call = :call AND generation = :generation AND status IN ('intended', 'unknown')
      RETURNING tool
      """;

  private final Bodies bodies;
  private final EventLog log;

  LateEffects(Bodies bodies, EventLog log) {
    this.bodies = bodies;
    this.log = log;
  }

  List<LoggedEvent> committed(Handle handle, Claim.Claimed attempt, ToolOutput output) {
    StepRef call = attempt.step();
    Optional<RunRef> teller = EffectTeller.of(handle, call);
    Optional<String> tool =
        handle
            .createQuery(COMMIT)
            .bind("org", call.run().orgId().value())
            .bind("session", call.run().sessionId())
            .bind("run", call.run().runId())
            .bind("number", call.number())
            .bind("call", call.call())
            .bind("generation", call.generation())
            .bind(
                "result",
                bodies.write(
                    call.run().orgId(),
                    Body.EFFECT_RESULT,
                    EffectRows.id(call),
                    PgText.clean(output.content())))
            .mapTo(String.class)
            .findOne();
    if (tool.isEmpty() || teller.isEmpty()) {
      return List.of();
    }
    RunEvent late = EffectEvents.late(call, tool.get(), output.content());
    EventBatch batch = new EventBatch();
    if (teller.get().equals(call.run())) {
      batch.step(call.stepId(), attempt.fence(), late);
    } else {
      batch.run(late);
    }
    return log.append(handle, teller.get(), batch);
  }
}
