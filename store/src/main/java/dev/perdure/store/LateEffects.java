package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Keeps the result of a call that had been given up. */
final class LateEffects {

  private static final String COMMIT =
      """
      UPDATE effects SET status = 'late_committed', result = :result, settled_at = clock_timestamp()
      WHERE org_id = :org AND session_id = :session AND run_id = :run AND number = :number
        AND call = :call AND generation = :generation AND effect = 'once'
        AND status IN ('intended', 'unknown')
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
    // It took place, whatever a person said of it before.
    List<RunEvent> told =
        Stream.concat(
                tool.stream().map(name -> EffectEvents.late(call, name, output.content())),
                ToolCosts.settle(handle, call).stream())
            .toList();
    if (told.isEmpty() || teller.isEmpty()) {
      return List.of();
    }
    EventBatch batch = new EventBatch();
    for (RunEvent event : told) {
      if (teller.get().equals(call.run())) {
        batch.step(call.stepId(), attempt.fence(), event);
      } else {
        batch.run(event);
      }
    }
    return log.append(handle, teller.get(), batch);
  }
}
