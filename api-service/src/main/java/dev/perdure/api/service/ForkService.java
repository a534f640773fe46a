package dev.perdure.api.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.body.ForkBody;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.RunForks;
import dev.perdure.core.port.RunForks.ForkRun;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** New runs made of old ones. */
public final class ForkService {

  private final RunStore runs;
  private final RunForks forks;
  private final Telling telling;
  private final InputReader input;

  public ForkService(RunStore runs, RunForks forks, Telling telling, ObjectMapper mapper) {
    this.runs = runs;
    this.forks = forks;
    this.telling = telling;
    this.input = new InputReader(mapper);
  }

  /** Tries a run that failed again, from the step it failed at. */
  public Created<Run> retry(Caller caller, UUID runId, @Nullable Idempotency idempotency) {
    known(caller, runId);
    return started(caller, runId, () -> forks.retry(caller, runId, idempotency));
  }

  /** Goes on from a step of a run, in a new session. */
  public Created<Run> fork(
      Caller caller, UUID runId, ForkBody body, @Nullable Idempotency idempotency) {
    known(caller, runId);
    int step = Checks.required(body.step(), "/step");
    if (step < 1) {
      throw Checks.invalid("/step", "must be the number of a step, counted from 1");
    }
    boolean silent = body.input() == null || body.input().isNull();
    List<ContentPart> said = silent ? List.of() : input.read(body.input());
    ForkRun request = new ForkRun(step, body.agentVersion(), said);
    return started(caller, runId, () -> forks.fork(caller, runId, request, idempotency));
  }

  private Created<Run> started(Caller caller, UUID runId, Supplier<Created<Run>> making) {
    Created<Run> made = Refusals.withState(() -> known(caller, runId), making);
    if (made.value().status() == RunStatus.STARTING) {
      telling.tell(List.of(), List.of(), List.of(made.value().ref()));
    }
    return made;
  }

  private Run known(Caller caller, UUID id) {
    return runs.get(caller.orgId(), id).orElseThrow(() -> PerdureException.notFound("run", id));
  }
}
