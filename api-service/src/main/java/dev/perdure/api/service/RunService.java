package dev.perdure.api.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.body.StartRunBody;
import dev.perdure.api.body.StepBody;
import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.CommandStore;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.port.RunStarter;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.port.Started;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs: started, looked at, stopped. */
public final class RunService {

  private final RunStore runs;
  private final CommandStore commands;
  private final AgentNames agents;
  private final RunStarter starter;
  private final LivePublisher publisher;
  private final RunWatch watch;
  private final Checkpoints checkpoints;
  private final InputReader input;

  public RunService(
      RunStore runs,
      CommandStore commands,
      AgentStore agents,
      RunStarter starter,
      LivePublisher publisher,
      RunWatch watch,
      Checkpoints checkpoints,
      ObjectMapper mapper) {
    this.runs = runs;
    this.commands = commands;
    this.agents = new AgentNames(agents);
    this.starter = starter;
    this.publisher = publisher;
    this.watch = watch;
    this.checkpoints = checkpoints;
    this.input = new InputReader(mapper);
  }

  /**
   * Commits a run and hands it to Temporal. When that does not succeed now the sweeper does it: a
   * run that was answered is never lost.
   *
   * @param sessionId where; a new session is made when absent
   */
  public Created<Run> start(
      Caller caller,
      @Nullable UUID sessionId,
      StartRunBody request,
      @Nullable Idempotency idempotency) {
    Integer version = request.agentVersion();
    StartRun start =
        new StartRun(
            sessionId,
            agents.resolve(caller.orgId(), request.agentId(), request.agent()),
            version,
            input.read(request.input()),
            policy(request.inputPolicy()));
    Started started = runs.start(caller, start, idempotency);
    Run run = started.run();
    checkpoints.reached(Checkpoints.Point.RUN_COMMITTED, run.id().toString());
    publisher.events(started.events());
    started.ring().forEach(starter::ring);
    started.start().forEach(starter::start);
    return new Created<>(run, started.replayed());
  }

  public Run get(Caller caller, UUID id) {
    return runs.get(caller.orgId(), id).orElseThrow(() -> PerdureException.notFound("run", id));
  }

  /** The run as soon as it has ended or waits for somebody, or as it stands when time is up. */
  public Run await(Caller caller, UUID id, Duration most) {
    return watch.await(get(caller, id), most, () -> get(caller, id));
  }

  public Page<Run> list(Caller caller, RunFilter filter, PageRequest page) {
    return runs.list(caller.orgId(), filter, page);
  }

  public List<StepBody> steps(Caller caller, UUID id) {
    get(caller, id);
    return runs.steps(caller.orgId(), id).stream().map(StepBody::of).toList();
  }

  /** Accepts a cancel; the run may still be stopping when this returns. */
  public Run cancel(Caller caller, UUID id) {
    CommandAccepted accepted =
        commands.accept(caller, id, new RunCommand.Cancel(CancelMode.INTERRUPT), null);
    publisher.events(accepted.events());
    accepted.ring().forEach(starter::ring);
    accepted.start().forEach(starter::start);
    return accepted.run();
  }

  private static InputPolicy policy(@Nullable String name) {
    if (name == null) {
      return InputPolicy.ENQUEUE;
    }
    return switch (name) {
      case "enqueue" -> InputPolicy.ENQUEUE;
      case "reject" -> InputPolicy.REJECT;
      case "interrupt", "rollback", "steer" ->
          throw PerdureException.invalid(
              "input_policy_not_supported",
              "The input policy " + name + " is not there yet; use enqueue or reject.",
              "/input_policy");
      default -> throw Checks.invalid("/input_policy", "must be enqueue or reject");
    };
  }
}
