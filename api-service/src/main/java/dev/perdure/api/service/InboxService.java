package dev.perdure.api.service;

import dev.perdure.api.body.InterruptBody;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.InterruptStore.InterruptFilter;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.tenant.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people have to settle, over a run, a session, or the whole organization. */
public final class InboxService {

  private final InterruptStore interrupts;
  private final RunStore runs;
  private final SessionStore sessions;
  private final AskedTools tools;

  public InboxService(
      InterruptStore interrupts, RunStore runs, SessionStore sessions, AskedTools tools) {
    this.interrupts = interrupts;
    this.runs = runs;
    this.sessions = sessions;
    this.tools = tools;
  }

  public Page<InterruptBody> list(Caller caller, Wanted wanted, PageRequest page) {
    return list(caller, null, null, wanted, page);
  }

  public Page<InterruptBody> ofSession(
      Caller caller, UUID sessionId, Wanted wanted, PageRequest page) {
    if (sessions.get(caller.orgId(), sessionId).isEmpty()) {
      throw PerdureException.notFound("session", sessionId);
    }
    return list(caller, sessionId, null, wanted, page);
  }

  public Page<InterruptBody> ofRun(Caller caller, UUID runId, Wanted wanted, PageRequest page) {
    if (runs.get(caller.orgId(), runId).isEmpty()) {
      throw PerdureException.notFound("run", runId);
    }
    return list(caller, null, runId, wanted, page);
  }

  /** One, with {@code tool_changed} in its detail when its call won't be made for that. */
  public InterruptBody get(Caller caller, UUID id) {
    return interrupts
        .get(caller.orgId(), id)
        .map(interrupt -> {
          InterruptBody body = InterruptBody.of(interrupt);
          boolean open =
              interrupt.status() == Interrupt.Status.OPEN
                  && interrupt.reason() == WaitReason.APPROVAL;
          return open && tools.changed(interrupt) ? body.with("tool_changed", true) : body;
        })
        .orElseThrow(() -> PerdureException.notFound("interrupt", id));
  }

  private Page<InterruptBody> list(
      Caller caller,
      @Nullable UUID sessionId,
      @Nullable UUID runId,
      Wanted wanted,
      PageRequest page) {
    InterruptFilter filter =
        new InterruptFilter(sessionId, runId, wanted.reason(), wanted.status());
    return interrupts.list(caller.orgId(), filter, page).map(InterruptBody::of);
  }

  /** Which ones; what is null does not narrow. */
  public record Wanted(@Nullable WaitReason reason, Interrupt.@Nullable Status status) {}
}
