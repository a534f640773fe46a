package dev.perdure.store;

import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.InterruptStore.InterruptFilter;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.port.RunForks;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.run.TopUp;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.ModelUse;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import dev.perdure.testkit.TestCipher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of each method of the ports, about things somebody owns. */
final class TenancyProbes {

  private static final PageRequest PAGE = new PageRequest(200, null);
  private static final RunError ERROR = new RunError("broken", "It broke.", null);
  private static final UUID NEW_MESSAGE = UUID.fromString("00000000-0000-7000-8000-000000000001");

  private TenancyProbes() {}

  /** One call, and the method it calls. */
  record Probe(String method, BiFunction<Store, Target, Object> call) {
    @Override
    public String toString() {
      return method;
    }
  }

  /** The things, and who asks for them. */
  record Target(
      Caller caller,
      UUID agent,
      String agentName,
      RunRef run,
      UUID thread,
      UUID message,
      UUID idleSession,
      Claim.Claimed think,
      Claim.Claimed call,
      RunRef cancelled,
      UUID artifact,
      UUID interrupt,
      AdminProbes.Things things) {

    /** A call that had an effect and left the artifact. */
    StepRef effect() {
      return StepRef.of(run, 2).withCall(2);
    }

    OrgId org() {
      return caller.orgId();
    }

    /** The same things, asked for by somebody else, who claims they are of its organization. */
    Target seenBy(Caller stranger) {
      return new Target(
          stranger,
          agent,
          agentName,
          in(stranger, run),
          thread,
          message,
          idleSession,
          in(stranger, think, run),
          in(stranger, call, run),
          in(stranger, cancelled),
          artifact,
          interrupt,
          things);
    }

    /** Things that never were. */
    Target replaced(Caller stranger, Supplier<UUID> ids) {
      RunRef other = new RunRef(stranger.orgId(), ids.get(), ids.get());
      return new Target(
          stranger,
          ids.get(),
          "nobody-" + ids.get(),
          other,
          ids.get(),
          ids.get(),
          ids.get(),
          in(stranger, think, other),
          in(stranger, call, other),
          new RunRef(stranger.orgId(), ids.get(), ids.get()),
          ids.get(),
          ids.get(),
          AdminProbes.Things.none(ids));
    }

    String withoutIds(String text) {
      return things
          .without(text)
          .replace(agent.toString(), "AGENT")
          .replace(run.runId().toString(), "RUN")
          .replace(run.sessionId().toString(), "SESSION")
          .replace(thread.toString(), "THREAD")
          .replace(message.toString(), "MESSAGE")
          .replace(idleSession.toString(), "IDLE")
          .replace(cancelled.runId().toString(), "CANCELLED")
          .replace(artifact.toString(), "ARTIFACT")
          .replace(interrupt.toString(), "INTERRUPT");
    }

    private static RunRef in(Caller caller, RunRef run) {
      return new RunRef(caller.orgId(), run.sessionId(), run.runId());
    }

    private static Claim.Claimed in(Caller caller, Claim.Claimed claimed, RunRef run) {
      StepRef step = claimed.step();
      return new Claim.Claimed(
          new StepRef(in(caller, run), step.number(), step.call()),
          claimed.fence(),
          claimed.agentId(),
          claimed.agentVersion(),
          claimed.threadId(),
          claimed.transcriptSeq(),
          claimed.toolCall(),
          claimed.planned(),
          claimed.begun(),
          claimed.facts(),
          claimed.given(),
          List.of());
    }
  }

  private static final List<Probe> OF_RUNS =
      List.of(
          new Probe("AgentStore.get", (s, t) -> s.agents().get(t.org(), t.agent())),
          new Probe(
              "AgentStore.findByName", (s, t) -> s.agents().findByName(t.org(), t.agentName())),
          new Probe(
              "AgentStore.list", (s, t) -> s.agents().list(t.org(), true, t.agentName(), PAGE)),
          new Probe(
              "AgentStore.rename",
              (s, t) -> s.agents().rename(Requester.of(t.caller()), t.agent(), "x", null)),
          new Probe(
              "AgentStore.archive",
              (s, t) -> s.agents().archive(Requester.of(t.caller()), t.agent())),
          new Probe(
              "AgentStore.addVersion",
              (s, t) ->
                  s.agents()
                      .addVersion(
                          Requester.of(t.caller()),
                          t.agent(),
                          StoreFixture.config(),
                          null,
                          null,
                          true,
                          null)),
          new Probe("AgentStore.version", (s, t) -> s.agents().version(t.org(), t.agent(), 1)),
          new Probe("AgentStore.versions", (s, t) -> s.agents().versions(t.org(), t.agent(), PAGE)),
          new Probe(
              "AgentStore.setCurrent",
              (s, t) -> s.agents().setCurrent(Requester.of(t.caller()), t.agent(), 1)),
          new Probe(
              "SessionStore.create",
              (s, t) -> s.sessions().create(t.caller(), null, t.agent(), Map.of(), null)),
          new Probe("SessionStore.get", (s, t) -> s.sessions().get(t.org(), t.run().sessionId())),
          new Probe("SessionStore.list", (s, t) -> s.sessions().list(t.org(), null, null, PAGE)),
          new Probe(
              "SessionStore.list", (s, t) -> s.sessions().list(t.org(), null, t.agent(), PAGE)),
          new Probe(
              "SessionStore.update",
              (s, t) -> s.sessions().update(t.caller(), t.run().sessionId(), "x", Map.of())),
          new Probe("SessionStore.delete", (s, t) -> delete(s, t)),
          new Probe(
              "SessionStore.fork",
              (s, t) ->
                  s.sessions().fork(t.caller(), t.run().sessionId(), t.message(), null, null)),
          new Probe(
              "SessionStore.messages",
              (s, t) -> s.sessions().messages(t.org(), t.run().sessionId(), PAGE)),
          new Probe(
              "SessionStore.transcript", (s, t) -> s.sessions().transcript(t.org(), t.thread(), 0)),
          new Probe(
              "RunStore.start",
              (s, t) ->
                  s.runs()
                      .start(
                          t.caller(),
                          StoreFixture.request(t.agent(), t.run().sessionId(), "hi"),
                          null)),
          new Probe(
              "RunStore.start",
              (s, t) ->
                  s.runs().start(t.caller(), StoreFixture.request(t.agent(), null, "hi"), null)),
          new Probe("RunStore.exists", (s, t) -> s.runs().exists(t.run())),
          new Probe("RunStore.get", (s, t) -> s.runs().get(t.org(), t.run().runId())),
          new Probe(
              "RunStore.list",
              (s, t) -> s.runs().list(t.org(), new RunFilter(null, null, null), PAGE)),
          new Probe(
              "RunStore.list",
              (s, t) ->
                  s.runs()
                      .list(t.org(), new RunFilter(t.run().sessionId(), t.agent(), null), PAGE)),
          new Probe("RunStore.steps", (s, t) -> s.runs().steps(t.org(), t.run().runId())),
          new Probe("RunStore.begin", (s, t) -> s.runs().begin(t.run())),
          new Probe("RunForks.retry", (s, t) -> s.forks().retry(t.caller(), t.run().runId(), null)),
          new Probe(
              "RunForks.fork",
              (s, t) ->
                  s.forks()
                      .fork(
                          t.caller(),
                          t.run().runId(),
                          new RunForks.ForkRun(1, null, List.of()),
                          null)),
          command("cancel", t -> new RunCommand.Cancel(CancelMode.INTERRUPT)),
          command("approve", t -> new RunCommand.Approve(t.interrupt(), null)),
          command("deny", t -> new RunCommand.Deny(t.interrupt(), "no")),
          command("answer", t -> new RunCommand.Answer(t.interrupt(), "yes")),
          command("recover", t -> recovery(t.interrupt())),
          command("recover", t -> recovery(null)),
          command("top up", t -> new RunCommand.AddBudget(new TopUp(null, 1000L, null, null))),
          command("pause", t -> new RunCommand.Pause()),
          command("steer", t -> new RunCommand.Steer(List.of(new ContentPart.Text("hi")))),
          new Probe(
              "CommandStore.list", (s, t) -> s.commands().list(t.org(), t.cancelled().runId())),
          new Probe("InterruptStore.open", (s, t) -> s.interrupts().open(approval(t.run()))),
          new Probe(
              "InterruptStore.remind", (s, t) -> s.interrupts().remind(t.run(), t.interrupt())),
          new Probe(
              "InterruptStore.expire", (s, t) -> s.interrupts().expire(t.run(), t.interrupt())),
          new Probe("InterruptStore.retry", (s, t) -> s.interrupts().retry(t.run(), t.interrupt())),
          new Probe(
              "InterruptStore.list",
              (s, t) ->
                  s.interrupts().list(t.org(), new InterruptFilter(null, null, null, null), PAGE)),
          new Probe(
              "InterruptStore.list",
              (s, t) ->
                  s.interrupts()
                      .list(
                          t.org(),
                          new InterruptFilter(
                              t.run().sessionId(), t.run().runId(), null, Interrupt.Status.OPEN),
                          PAGE)),
          new Probe(
              "InterruptStore.plannedTool",
              (s, t) -> s.interrupts().plannedTool(t.org(), t.interrupt())),
          new Probe("InterruptStore.get", (s, t) -> s.interrupts().get(t.org(), t.interrupt())),
          new Probe("CommandStore.take", (s, t) -> s.commands().take(t.cancelled(), 0)),
          new Probe("RunStore.finish", (s, t) -> s.runs().finish(t.run(), new Ending.Cancelled())),
          new Probe("StepStore.claim", (s, t) -> s.steps().claim(t.think().step(), StepKind.THINK)),
          new Probe("StepStore.claim", (s, t) -> s.steps().claim(t.call().step(), StepKind.ACT)),
          new Probe(
              "StepStore.openMessage", (s, t) -> s.steps().openMessage(t.think(), NEW_MESSAGE)),
          new Probe(
              "StepStore.openReasoning", (s, t) -> s.steps().openReasoning(t.think(), NEW_MESSAGE)),
          new Probe(
              "StepStore.degraded", (s, t) -> s.steps().degraded(t.think(), "a/b", "c/d", "Gone.")),
          new Probe(
              "StepStore.commitThought",
              (s, t) ->
                  s.steps()
                      .commitThought(
                          t.think(),
                          StoreFixture.thought(
                              NEW_MESSAGE,
                              List.of(new ContentPart.Text("hi")),
                              new Decision.Respond()))),
          new Probe(
              "StepStore.commitToolCall",
              (s, t) -> s.steps().commitToolCall(t.call(), CallOutcome.of(ToolOutput.of("hi")))),
          new Probe(
              "StepStore.giveUpToolCall",
              (s, t) -> s.steps().giveUpToolCall(t.call().step(), ERROR)),
          new Probe(
              "EventStore.read",
              (s, t) -> s.events().read(t.org(), t.run().sessionId(), 0, null, 100)),
          new Probe(
              "EventStore.read",
              (s, t) -> s.events().read(t.org(), t.run().sessionId(), 0, t.run().runId(), 100)),
          new Probe(
              "EventStore.readRuns",
              (s, t) ->
                  s.events()
                      .readRuns(t.org(), t.run().sessionId(), 0, List.of(t.run().runId()), 100)),
          new Probe(
              "EventStore.openStarts",
              (s, t) -> s.events().openStarts(t.org(), t.cancelled().sessionId())),
          new Probe(
              "EventStore.lastPosition",
              (s, t) -> s.events().lastPosition(t.org(), t.run().sessionId())),
          new Probe(
              "EventStore.positionBefore",
              (s, t) -> s.events().positionBefore(t.org(), t.run().sessionId(), UUID.randomUUID())),
          new Probe(
              "EffectStore.intend",
              (s, t) -> s.effects().intend(t.call(), Effect.ONCE, Duration.ofMinutes(1))),
          new Probe("EffectStore.notDone", (s, t) -> s.effects().notDone(t.call())),
          new Probe("EffectStore.unknown", (s, t) -> s.effects().unknown(t.call(), "?")),
          new Probe(
              "EffectStore.late", (s, t) -> s.effects().late(t.call(), ToolOutput.of("late"))),
          new Probe("EffectStore.list", (s, t) -> s.effects().list(t.org(), t.run().runId())),
          new Probe("EffectStore.toUndo", (s, t) -> s.effects().toUndo(t.run())),
          new Probe("EffectStore.undoing", (s, t) -> s.effects().undoing(t.effect())),
          new Probe(
              "EffectStore.undone",
              (s, t) -> s.effects().undone(t.effect(), EffectEntry.Undo.UNDONE, null)),
          new Probe("BudgetStore.reserve", (s, t) -> s.budgets().reserve(t.think(), 1, 1)),
          new Probe(
              "DelegationStore.make",
              (s, t) ->
                  s.delegations()
                      .make(
                          t.call(),
                          new SubAgent("helper", t.agent(), null, null, null),
                          1,
                          List.of(new ContentPart.Text("hi")))),
          new Probe(
              "DelegationStore.conclude", (s, t) -> s.delegations().conclude(t.call().step())),
          new Probe("DelegationStore.family", (s, t) -> s.delegations().family(t.run())),
          new Probe("ArtifactStore.list", (s, t) -> s.artifacts().list(t.org(), t.run().runId())),
          new Probe("ArtifactStore.get", (s, t) -> s.artifacts().get(t.org(), t.artifact())),
          new Probe(
              "ArtifactStore.text", (s, t) -> s.artifacts().text(t.org(), t.artifact(), 0, 9)),
          new Probe(
              "AuditLog.search",
              (s, t) ->
                  s.audit()
                      .search(
                          t.org(),
                          new AuditFilter(
                              null, null, null, null, "agent", t.agent().toString(), null),
                          PAGE)),
          new Probe(
              "RunRecovery.awaitRecovery", (s, t) -> s.recovery().awaitRecovery(t.run(), ERROR)),
          new Probe(
              "BudgetStore.book",
              (s, t) ->
                  s.budgets()
                      .book(
                          t.think(),
                          new ModelUse("p", "m", TokenUsage.NONE, Duration.ofSeconds(1), 1))),
          new Probe(
              "InterruptStore.outOfTime",
              (s, t) -> s.interrupts().outOfTime(t.run(), t.interrupt())),
          new Probe("RunRecovery.undoAgain", (s, t) -> s.recovery().undoAgain(t.run())));

  /** Search finds nothing while messages are encrypted. */
  private static final List<Probe> SEARCH =
      Boolean.getBoolean(TestCipher.PROPERTY)
          ? List.of()
          : List.of(
              new Probe(
                  "SessionStore.list", (s, t) -> s.sessions().list(t.org(), "hello", null, PAGE)));

  static final List<Probe> ALL =
      Stream.of(OF_RUNS, SEARCH, AdminProbes.ALL).flatMap(List::stream).toList();

  /** A command, told to a run by its id. */
  private static Probe command(String what, Function<Target, RunCommand> command) {
    return new Probe(
        "CommandStore.accept",
        (s, t) -> {
          Object accepted =
              s.commands().accept(t.caller(), t.run().runId(), command.apply(t), null);
          return what + ": " + accepted;
        });
  }

  private static RunCommand recovery(@Nullable UUID interrupt) {
    return new RunCommand.Recover(interrupt, RecoveryOperation.RETRY, null, null, null);
  }

  /** An approval of a call that is planned. */
  static InterruptRequest approval(RunRef run) {
    return new InterruptRequest(
        StepRef.of(run, 2).withCall(3),
        1,
        WaitReason.APPROVAL,
        null,
        List.of(),
        WaitTerms.FOREVER,
        null);
  }

  private static String delete(Store store, Target target) {
    store.sessions().delete(Requester.of(target.caller()), target.idleSession());
    return "deleted";
  }
}
