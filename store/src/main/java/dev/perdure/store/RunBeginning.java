package dev.perdure.store;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Role;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** The workflow's first write. */
final class RunBeginning {

  /** The version of AG-UI that {@code RUN_STARTED} announces. */
  static final String PROTOCOL_VERSION = "1.0";

  private static final String BEGIN =
      """
      UPDATE runs
      SET status = 'running', started_at = clock_timestamp(), updated_at = clock_timestamp(),
          status_at = clock_timestamp(), checked_at = clock_timestamp()
      WHERE org_id = :org AND id = :run
      RETURNING input
      """;

  private static final String CONFIG =
      """
      SELECT config FROM agent_versions
      WHERE org_id = :org AND agent_id = :agent AND version = :version
      """;

  private final Json json;
  private final Supplier<UUID> ids;
  private final EventLog log;
  private final Transcript transcript;

  RunBeginning(Json json, Supplier<UUID> ids, EventLog log, Transcript transcript) {
    this.json = json;
    this.ids = ids;
    this.log = log;
    this.transcript = transcript;
  }

  Begun begin(Handle handle, RunRef ref) {
    RunLock.Locked run = RunLock.run(handle, ref);
    if (run.status() == RunStatus.QUEUED) {
      throw new IllegalStateException("run " + ref.runId() + " is queued; it can't begin yet");
    }
    if (run.status().terminal()) {
      return new Begun.NothingToDo();
    }
    AgentConfig config = config(handle, run);
    if (run.status() != RunStatus.STARTING) {
      return new Begun.Running(1, 0, config, null, null, List.of());
    }
    EventBatch batch = new EventBatch();
    begin(handle, run, batch);
    List<LoggedEvent> events = log.append(handle, ref, batch);
    return new Begun.Running(1, 0, config, null, null, events);
  }

  /** Turns a starting run into a running one: its input gets its place in the transcript. */
  void begin(Handle handle, RunLock.Locked run, EventBatch batch) {
    RunRef ref = run.ref();
    List<ContentPart> input =
        handle
            .createQuery(BEGIN)
            .bind("org", ref.orgId().value())
            .bind("run", ref.runId())
            .map((rs, ctx) -> json.content(rs.getString("input")))
            .one();
    transcript.append(
        handle, ref, run.threadId(), List.of(new NewMessage(ids.get(), null, Role.USER, input)));
    batch.run(started(ref));
  }

  static RunEvent started(RunRef ref) {
    return new RunEvent.RunStarted(ref.sessionId(), ref.runId(), PROTOCOL_VERSION);
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
