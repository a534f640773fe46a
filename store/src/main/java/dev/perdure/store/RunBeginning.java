package dev.perdure.store;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The workflow's first write. */
final class RunBeginning {

  /** Limits that were not set before are those of the agent version. */
  private static final String BEGIN =
      """
      UPDATE runs r
      SET status = CASE WHEN r.cancel_mode IS NOT NULL THEN 'cancelling'
                        WHEN p.pausing THEN 'paused' ELSE 'running' END,
          started_at = coalesce(r.started_at, clock_timestamp()), updated_at = clock_timestamp(),
          status_at = clock_timestamp(), checked_at = clock_timestamp(),
          max_steps = coalesce(r.max_steps, (v.config ->> 'maxSteps')::integer),
          max_tokens = coalesce(r.max_tokens, (v.config #>> '{budget,tokens}')::bigint),
          max_cost_micros =
            coalesce(r.max_cost_micros, (v.config #>> '{budget,costMicros}')::bigint),
          wall_time_ms =
            coalesce(r.wall_time_ms,
                     extract(epoch FROM (v.config #>> '{budget,wallTime}')::interval) * 1000)
      FROM agent_versions v, (
        SELECT coalesce((
          SELECT kind = 'pause' FROM commands
          WHERE org_id = :org AND run_id = :run AND kind IN ('pause', 'resume')
            AND taken_at IS NULL
          ORDER BY number DESC LIMIT 1), false) AS pausing
      ) p
      WHERE r.org_id = :org AND r.id = :run AND v.org_id = r.org_id AND v.agent_id = r.agent_id
        AND v.version = r.agent_version
      RETURNING r.input, r.wall_time_ms, r.status
      """;

  /** A sub-agent that was made while its parent was being paused is paused too. */
  private static final String PAUSED_ABOVE =
      """
      INSERT INTO commands (org_id, run_id, number, kind, payload, created_by)
      SELECT p.org_id, :run, 1 + coalesce((SELECT max(number) FROM commands
                                           WHERE org_id = :org AND run_id = :run), 0),
             'pause', '{}', coalesce((SELECT created_by FROM commands
                                      WHERE org_id = :org AND run_id = p.id AND kind = 'pause'
                                      ORDER BY number DESC LIMIT 1), p.created_by)
      FROM runs p
      WHERE p.org_id = :org AND p.id = :parent AND p.status = 'paused'
        AND NOT EXISTS (SELECT FROM commands
                        WHERE org_id = :org AND run_id = :run AND kind = 'pause')
      """;

  /**
   * The last THINK of a run that is recovered or forked, the last command it has heard, and whether
   * there are any it has not heard.
   */
  private static final String PLACE =
      """
      SELECT coalesce((SELECT max(number) FROM steps
                       WHERE org_id = :org AND run_id = :run AND kind = 'THINK'), 1) AS first_step,
             coalesce((SELECT max(number) FROM commands
                       WHERE org_id = :org AND run_id = :run AND taken_at IS NOT NULL
                         AND kind <> 'steer'), 0) AS last_command,
             EXISTS (SELECT FROM commands
                     WHERE org_id = :org AND run_id = :run AND taken_at IS NULL
                       AND kind <> 'steer') AS told
      """;

  private static final String CONFIG =
      """
      SELECT config FROM agent_versions
      WHERE org_id = :org AND agent_id = :agent AND version = :version
      """;

  private final Json json;
  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final EventLog log;
  private final Transcript transcript;

  RunBeginning(Json json, Bodies bodies, Supplier<UUID> ids, EventLog log, Transcript transcript) {
    this.json = json;
    this.bodies = bodies;
    this.ids = ids;
    this.log = log;
    this.transcript = transcript;
  }

  Begun begin(Handle handle, RunRef ref) {
    RunLock.Locked run = RunLock.run(handle, ref);
    if (run.status() == RunStatus.QUEUED) {
      throw new IllegalStateException("run " + ref.runId() + " is queued; it can't begin yet");
    }
    if (run.status().terminal() || run.lost()) {
      return new Begun.NothingToDo();
    }
    AgentConfig config = config(handle, run);
    EventBatch batch = new EventBatch();
    Duration left =
        run.status() == RunStatus.STARTING ? begin(handle, run, batch) : run.budget().timeLeft();
    Place place = place(handle, ref);
    return new Begun.Running(
        place.firstStep(),
        place.lastCommand(),
        place.told(),
        config,
        run.facts().parentRunId(),
        left,
        log.append(handle, ref, batch));
  }

  /** What a starting run was committed with. */
  private record Intent(List<ContentPart> input, @Nullable Duration wallTime, RunStatus status) {}

  /**
   * Turns a starting run into a running one: its input gets its place in the transcript. One that
   * is recovered has had that; it waits again for what is still open.
   *
   * @return how long it may take
   */
  @Nullable Duration begin(Handle handle, RunLock.Locked run, EventBatch batch) {
    RunRef ref = run.ref();
    pauseWithParent(handle, run);
    Intent intent =
        handle
            .createQuery(BEGIN)
            .bind("org", ref.orgId().value())
            .bind("run", ref.runId())
            .map((rs, ctx) ->
                new Intent(
                    json.content(
                        bodies.read(
                            ref.orgId(), Body.RUN_INPUT, ref.runId(), rs.getString("input"))),
                    millis(rs.getObject("wall_time_ms", Long.class)),
                    RunStatus.of(rs.getString("status"))))
            .one();
    if (run.begun()) {
      RunState.settle(handle, ref);
      return run.budget().timeLeft();
    }
    if (!intent.input().isEmpty()) {
      transcript.append(
          handle,
          ref,
          run.threadId(),
          List.of(new NewMessage(ids.get(), null, Role.USER, intent.input())));
    }
    batch.run(RunStarts.started(handle, run));
    if (intent.status() == RunStatus.PAUSED) {
      batch.run(new RunEvent.Custom(RunEvent.Custom.PAUSED, Map.of()));
    }
    return intent.wallTime();
  }

  private static void pauseWithParent(Handle handle, RunLock.Locked run) {
    UUID parent = run.facts().parentRunId();
    if (parent != null) {
      handle
          .createUpdate(PAUSED_ABOVE)
          .bind("org", run.ref().orgId().value())
          .bind("run", run.ref().runId())
          .bind("parent", parent)
          .execute();
    }
  }

  /** Where a workflow goes on. */
  private record Place(int firstStep, int lastCommand, boolean told) {}

  private static Place place(Handle handle, RunRef ref) {
    return handle
        .createQuery(PLACE)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .map((rs, ctx) ->
            new Place(rs.getInt("first_step"), rs.getInt("last_command"), rs.getBoolean("told")))
        .one();
  }

  private static @Nullable Duration millis(@Nullable Long millis) {
    return millis == null ? null : Duration.ofMillis(millis);
  }

  private AgentConfig config(Handle handle, RunLock.Locked run) {
    return handle
        .createQuery(CONFIG)
        .bind("org", run.ref().orgId().value())
        .bind("agent", run.agentId())
        .bind("version", run.agentVersion())
        .map((rs, ctx) -> json.config(rs.getString("config")))
        .one();
  }
}
