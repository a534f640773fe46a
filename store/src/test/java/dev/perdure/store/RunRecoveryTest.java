package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.RunRecovery.Suspect;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepStatus;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunRecoveryTest {

  private static final RunError GONE =
      new RunError("workflow_terminated", "The workflow was terminated.", null);

  private final StoreFixture fixture = new StoreFixture(RunRecoveryTest.class);
  private final Store store = fixture.store();
  private Caller caller;

  @BeforeEach
  void freshOrganization() {
    caller = fixture.caller();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Run get(Run run) {
    return store.runs().get(run.orgId(), run.id()).orElseThrow();
  }

  private static List<String> names(List<LoggedEvent> events) {
    return events.stream().map(e -> e.event().getClass().getSimpleName()).toList();
  }

  @Test
  void findsRunsOfAllOrganizationsThatStayedStarting() {
    Run one = fixture.start(caller, fixture.agent(caller).id(), null, "one");
    Caller other = fixture.caller();
    Run two = fixture.start(other, fixture.agent(other).id(), null, "two");
    List<RunRef> found = store.recovery().startingFor(Duration.ZERO, 1000);
    assertThat(found).containsSubsequence(one.ref(), two.ref());
    assertThat(store.recovery().startingFor(Duration.ofMinutes(5), 1000))
        .doesNotContain(one.ref(), two.ref());
    fixture.begun(one);
    assertThat(store.recovery().startingFor(Duration.ZERO, 1000)).doesNotContain(one.ref());
  }

  @Test
  void theManyRunsOfOneOrganizationDoNotHideTheOneOfAnother() {
    UUID agent = fixture.agent(caller).id();
    List<Run> many =
        IntStream.range(0, 12).mapToObj(i -> fixture.start(caller, agent, null, "flood")).toList();
    Caller other = fixture.caller();
    Run one = fixture.start(other, fixture.agent(other).id(), null, "one");
    assertThat(turns(store.recovery().startingFor(Duration.ZERO, 1000), many, one)).isEqualTo(1);
    many.forEach(run -> askedToStop(caller, run));
    askedToStop(other, one);
    assertThat(turns(store.recovery().commandsUntakenFor(Duration.ZERO, 1000), many, one))
        .isEqualTo(1);
  }

  private void askedToStop(Caller who, Run run) {
    fixture.begun(run);
    fixture.cancel(who, run.id());
  }

  /** How many of the many come before the one. */
  private static long turns(List<RunRef> found, List<Run> many, Run one) {
    assertThat(found).contains(one.ref());
    return found.subList(0, found.indexOf(one.ref())).stream()
        .filter(many.stream().map(Run::ref).toList()::contains)
        .count();
  }

  @Test
  void findsCommandsNobodyTook() {
    Run run = fixture.running(caller);
    fixture.cancel(caller, run.id());
    assertThat(store.recovery().commandsUntakenFor(Duration.ZERO, 1000)).contains(run.ref());
    assertThat(store.recovery().commandsUntakenFor(Duration.ofMinutes(5), 1000))
        .doesNotContain(run.ref());
    store.commands().take(run.ref(), 0);
    assertThat(store.recovery().commandsUntakenFor(Duration.ZERO, 1000)).doesNotContain(run.ref());
  }

  @Test
  void forgetsTheCommandsOfARunThatEnded() {
    Run run = fixture.running(caller);
    fixture.cancel(caller, run.id());
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(store.recovery().commandsUntakenFor(Duration.ZERO, 1000)).doesNotContain(run.ref());
  }

  @Test
  void handsOutEachRunOnceToBeChecked() {
    Run run = fixture.running(caller);
    assertThat(store.recovery().takeUnchecked(Duration.ofMinutes(5), 1000)).isEmpty();
    assertThat(store.recovery().takeUnchecked(Duration.ZERO, 1000))
        .contains(new Suspect(run.ref(), RunStatus.RUNNING));
    assertThat(store.recovery().takeUnchecked(Duration.ofMinutes(5), 1000))
        .doesNotContain(new Suspect(run.ref(), RunStatus.RUNNING));
  }

  @Test
  void letsARunWhoseWorkflowIsGoneWaitForRecovery() {
    Run run = fixture.running(caller);
    Claim.Claimed lost = fixture.claim(run, 1);
    store.steps().openMessage(lost, fixture.id());
    List<LoggedEvent> events = store.recovery().awaitRecovery(run.ref(), GONE);
    assertThat(names(events)).containsExactly("TextMessageEnd", "Custom", "StepFinished", "Custom");
    RunEvent.Custom waiting = (RunEvent.Custom) events.getLast().event();
    assertThat(waiting.name()).isEqualTo("perdure.waiting");
    assertThat(waiting.value()).containsEntry("reason", "recovery");
    assertThat(waiting.value().get("interrupts"))
        .asString()
        .contains(
            "id=",
            "code=workflow_lost",
            "cause=workflow_terminated",
            "message=The workflow was terminated.");
    Run waits = get(run);
    assertThat(waits.status()).isEqualTo(RunStatus.WAITING);
    assertThat(waits.waitingFor()).isEqualTo(WaitReason.RECOVERY);
    assertThat(waits.error()).isEqualTo(GONE);
    assertThat(store.recovery().awaitRecovery(run.ref(), GONE)).isEmpty();
    assertThat(store.recovery().takeUnchecked(Duration.ZERO, 1000))
        .extracting(Suspect::run)
        .doesNotContain(run.ref());
  }

  @Test
  void refusesTheWorkersOfARunThatWaitsForRecovery() {
    Run run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 1));
    Claim.Claimed call = fixture.claimCall(run, 2, 1);
    store.recovery().awaitRecovery(run.ref(), GONE);
    assertThat(store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("late"))))
        .isInstanceOf(Commit.Refused.class);
    assertThat(store.steps().claim(call.step(), StepKind.ACT))
        .isEqualTo(new Claim.RunEnded(RunStatus.WAITING));
    assertThat(store.runs().steps(caller.orgId(), run.id()))
        .extracting(Step::status)
        .containsExactly(StepStatus.SUCCEEDED, StepStatus.PLANNED, StepStatus.PLANNED);
  }

  @Test
  void endsAtOnceWhenARunThatWaitsForRecoveryIsCancelled() {
    Run run = fixture.running(caller);
    store.recovery().awaitRecovery(run.ref(), GONE);
    CommandAccepted accepted = fixture.cancel(caller, run.id());
    assertThat(accepted.run().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(accepted.ring()).isEmpty();
    assertThat(names(accepted.events())).containsExactly("RunFinished");
  }

  @Test
  void beginsARunWhoseWorkflowWasGoneBeforeItsFirstWrite() {
    Run run = fixture.start(caller, fixture.agent(caller).id(), null, "hello");
    assertThat(names(store.recovery().awaitRecovery(run.ref(), GONE)))
        .containsExactly("RunStarted", "Custom");
    assertThat(store.sessions().transcript(caller.orgId(), run.threadId(), 0)).hasSize(1);
  }

  @Test
  void leavesCancellingAndEndedAndQueuedRunsAlone() {
    Run run = fixture.running(caller);
    Run queued = fixture.start(caller, run.agentId(), run.sessionId(), "later");
    assertThat(store.recovery().awaitRecovery(queued.ref(), GONE)).isEmpty();
    fixture.cancel(caller, run.id());
    assertThat(store.recovery().awaitRecovery(run.ref(), GONE)).isEmpty();
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(store.recovery().awaitRecovery(run.ref(), GONE)).isEmpty();
    assertThat(get(run).status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void handsOutAStartingRunWhoseWorkflowMayBeGoneBeforeItsFirstWrite() {
    Run run = fixture.start(caller, fixture.agent(caller).id(), null, "hello");
    assertThat(store.recovery().takeUnchecked(Duration.ZERO, 1000))
        .contains(new Suspect(run.ref(), RunStatus.STARTING));
  }

  @Test
  void saysOfACallThatWasClaimedBeforeRecoveryThatItMayHaveTakenEffect() {
    Run run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 2));
    fixture.claimCall(run, 2, 1);
    store.recovery().awaitRecovery(run.ref(), GONE);
    fixture.cancel(caller, run.id());
    List<String> results =
        store.sessions().transcript(caller.orgId(), run.threadId(), 0).stream()
            .flatMap(message -> message.content().stream())
            .filter(ContentPart.ToolResult.class::isInstance)
            .map(part -> ((ContentPart.ToolResult) part).content())
            .toList();
    assertThat(results).hasSize(2);
    assertThat(results.getFirst()).contains("it may have taken effect");
    assertThat(results.getLast()).contains("was not made");
  }

  @Test
  void aProcessThatStandsStillInATransactionDoesNotKeepItsRunLocked() {
    Run run = fixture.running(caller);
    try (HikariDataSource hasty =
            fixture.pool("options=-c%20idle_in_transaction_session_timeout=1s");
        Handle stopped = Jdbi.create(hasty).open()) {
      stopped.begin();
      stopped.execute("SELECT set_config('app.org_id', ?, true)", run.orgId().toString());
      assertThat(stopped.execute("UPDATE runs SET id = id WHERE id = ?", run.id())).isEqualTo(1);
      assertThat(fixture.claim(run, 1).fence()).isEqualTo(1);
      assertThatThrownBy(() -> stopped.execute("SELECT 1")).isInstanceOf(JdbiException.class);
    }
    try (Handle handle = fixture.service().open()) {
      String limit =
          handle.createQuery("SHOW idle_in_transaction_session_timeout").mapTo(String.class).one();
      assertThat(limit).isEqualTo("10s");
    }
  }
}
