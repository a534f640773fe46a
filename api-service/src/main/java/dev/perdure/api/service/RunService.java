package dev.perdure.api.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.body.InterruptBody;
import dev.perdure.api.body.RunBody;
import dev.perdure.api.body.StartRunBody;
import dev.perdure.api.body.StepBody;
import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.InterruptStore.InterruptFilter;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.port.Started;
import dev.perdure.core.port.WorkspaceStore;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.Run;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs: started and looked at. */
public final class RunService {

  private static final PageRequest SHOWN = new PageRequest(200, null);

  private final RunStore runs;
  private final InterruptStore interrupts;
  private final AgentNames agents;
  private final Telling telling;
  private final RunWatch watch;
  private final Checkpoints checkpoints;
  private final InputReader input;
  private final InputFiles files;

  public RunService(
      RunStore runs,
      InterruptStore interrupts,
      AgentStore agents,
      Telling telling,
      RunWatch watch,
      Checkpoints checkpoints,
      WorkspaceStore files,
      ObjectMapper mapper) {
    this.runs = runs;
    this.interrupts = interrupts;
    this.agents = new AgentNames(agents);
    this.telling = telling;
    this.watch = watch;
    this.checkpoints = checkpoints;
    this.input = new InputReader(mapper);
    this.files = new InputFiles(files);
  }

  /**
   * Commits a run and hands it to Temporal. When that does not succeed now the sweeper does it: a
   * run that was answered is never lost.
   *
   * @param sessionId where; a new session is made when absent
   */
  public Started start(
      Caller caller,
      @Nullable UUID sessionId,
      StartRunBody request,
      @Nullable Idempotency idempotency) {
    Integer version = request.agentVersion();
    List<ContentPart> parts = input.read(request.input());
    files.require(caller.orgId(), sessionId, parts);
    StartRun start =
        new StartRun(
            sessionId,
            agents.resolve(caller.orgId(), request.agentId(), request.agent()),
            version,
            parts,
            policy(request.inputPolicy()));
    Started started = runs.start(caller, start, idempotency);
    checkpoints.reached(Checkpoints.Point.RUN_COMMITTED, started.run().id().toString());
    telling.tell(started.events(), started.ring(), started.start());
    return started;
  }

  public Run get(Caller caller, UUID id) {
    return runs.get(caller.orgId(), id).orElseThrow(() -> PerdureException.notFound("run", id));
  }

  /**
   * The run as soon as it has ended or somebody is waited for, if only by a sub-agent, or as it
   * stands when time is up.
   */
  public RunBody await(Caller caller, UUID id, Duration most) {
    RunBody now = show(caller, id);
    if (now.interrupts() != null && !now.interrupts().isEmpty()) {
      return now;
    }
    return shown(watch.await(get(caller, id), most, () -> get(caller, id)));
  }

  private RunBody shown(Run run) {
    InterruptFilter open = new InterruptFilter(null, run.id(), null, Interrupt.Status.OPEN);
    return RunBody.of(
        run,
        interrupts.list(run.orgId(), open, SHOWN).items().stream().map(InterruptBody::of).toList());
  }

  /** The run, with what it and its sub-agents wait for. */
  public RunBody show(Caller caller, UUID id) {
    return shown(get(caller, id));
  }

  public Page<RunBody> list(Caller caller, RunFilter filter, PageRequest page) {
    return runs.list(caller.orgId(), filter, page).map(RunBody::of);
  }

  public List<StepBody> steps(Caller caller, UUID id) {
    get(caller, id);
    return runs.steps(caller.orgId(), id).stream().map(StepBody::of).toList();
  }

  private static InputPolicy policy(@Nullable String name) {
    if (name == null) {
      return InputPolicy.ENQUEUE;
    }
    return Arrays.stream(InputPolicy.values())
        .filter(policy -> policy.wireName().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Checks.invalid(
                "/input_policy", "must be enqueue, reject, interrupt, rollback or steer"));
  }
}
