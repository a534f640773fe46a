package dev.perdure.store;

import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.NewArtifact;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.store.TenancyProbes.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Things of an organization that another may try to reach. */
final class TenancyTargets {

  private TenancyTargets() {}

  static Target of(StoreFixture fixture, Caller owner) {
    Store store = fixture.store();
    Run run = fixture.running(owner);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("Looking.", 3));
    UUID idle = store.sessions().create(owner, "Idle", null, Map.of(), null).value().id();
    fixture.record(
        owner.orgId(),
        Actor.of(owner, null, null)
            .did("agent.probe", AuditEntry.Target.of("agent", run.agentId())));
    files(fixture, owner, idle);
    UUID message = store.sessions().transcript(owner.orgId(), run.threadId(), 0).getFirst().id();
    return new Target(
        owner,
        run.agentId(),
        store.agents().get(owner.orgId(), run.agentId()).orElseThrow().name(),
        run.ref(),
        run.threadId(),
        message,
        idle,
        fixture.claim(run, 3),
        fixture.claimCall(run, 2, 1),
        cancelled(fixture, owner),
        artifact(fixture, run),
        interrupt(fixture, run),
        AdminProbes.Things.of(fixture, owner));
  }

  /** Files that a call made, changed, moved and deleted. */
  private static void files(StoreFixture fixture, Caller owner, UUID session) {
    Workspace call = FilesFixture.of(fixture, fixture.messages()).call(owner, session, "an effect");
    call.write("notes/one", FilesFixture.text("one"), null);
    call.write("notes/one", FilesFixture.text("two"), null);
    call.move("notes", "kept");
    call.delete("kept");
  }

  /** The artifact of a call that has taken effect. */
  private static UUID artifact(StoreFixture fixture, Run run) {
    Store store = fixture.store();
    Claim.Claimed call = fixture.claimCall(run, 2, 2);
    store.effects().intend(call, Effect.ONCE, Duration.ofMinutes(1));
    NewArtifact artifact = new NewArtifact(fixture.id(), "a.txt", "text/plain", "whole");
    store
        .steps()
        .commitToolCall(
            call,
            new CallOutcome(
                ToolOutput.of("digest"), List.of(artifact), EffectEntry.Status.COMMITTED));
    return artifact.id();
  }

  /** An approval that nobody has given. */
  private static UUID interrupt(StoreFixture fixture, Run run) {
    return Objects.requireNonNull(
        fixture.store().interrupts().open(TenancyProbes.approval(run.ref())).interruptId());
  }

  /** A run that was writing a message, with a command nobody took. */
  private static RunRef cancelled(StoreFixture fixture, Caller owner) {
    Run run = fixture.running(owner);
    fixture.store().steps().openMessage(fixture.claim(run, 1), UUID.randomUUID());
    fixture.cancel(owner, run.id());
    return run.ref();
  }
}
