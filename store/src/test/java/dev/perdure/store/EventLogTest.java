package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventLogTest {

  private static final int CALLS = 40;

  private final StoreFixture fixture = new StoreFixture(EventLogTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Run run;

  @BeforeEach
  void freshRun() {
    caller = fixture.caller();
    run = fixture.running(caller);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private List<LoggedEvent> read(long after, int limit) {
    return store.events().read(caller.orgId(), run.sessionId(), after, null, limit);
  }

  @Test
  void showsAReaderNoGapWhileManyCommitAtOnce() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", CALLS));
    long before = store.events().lastPosition(caller.orgId(), run.sessionId());
    CompletableFuture<List<Commit>> writers =
        CompletableFuture.supplyAsync(() ->
            Together.call(
                CALLS,
                n ->
                    store
                        .steps()
                        .commitToolCall(
                            fixture.claimCall(run, 2, n + 1), CallOutcome.of(ToolOutput.of("r")))));
    long seen = before;
    boolean last;
    do {
      last = writers.isDone();
      for (LoggedEvent event : read(seen, 1000)) {
        assertThat(event.pos()).isEqualTo(++seen);
      }
    } while (!last);
    writers.join();
    // One STEP_STARTED, one STEP_FINISHED, and a result for each call.
    assertThat(seen).isEqualTo(before + CALLS + 2);
    assertThat(store.events().lastPosition(caller.orgId(), run.sessionId())).isEqualTo(seen);
    assertThat(read(0, 1000)).extracting(LoggedEvent::at).isSorted();
  }

  @Test
  void readsAfterAPositionAndOfOneRun() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.answer("one"));
    store.runs().finish(run.ref(), new Ending.Answered(2));
    long end = store.events().lastPosition(caller.orgId(), run.sessionId());
    Run second = fixture.start(caller, run.agentId(), run.sessionId(), "two");
    assertThat(store.events().positionBefore(caller.orgId(), run.sessionId(), second.id()))
        .isEqualTo(end);
    fixture.begun(second);
    fixture.claim(second, 1);
    assertThat(store.events().positionBefore(caller.orgId(), run.sessionId(), second.id()))
        .isEqualTo(end);
    assertThat(store.events().positionBefore(caller.orgId(), run.sessionId(), run.id())).isZero();
    assertThat(store.events().read(caller.orgId(), run.sessionId(), 0, second.id(), 100))
        .extracting(LoggedEvent::pos)
        .containsExactly(end + 1, end + 2);
    assertThat(read(3, 2)).extracting(LoggedEvent::pos).containsExactly(4L, 5L);
    assertThat(read(end + 2, 10)).isEmpty();
    assertThat(read(0, 1000))
        .extracting(LoggedEvent::pos)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, end + 2).boxed().toList());
  }

  @Test
  void readsOfSeveralRuns() {
    store.runs().finish(run.ref(), new Ending.Cancelled());
    Run second = fixture.begun(fixture.start(caller, run.agentId(), run.sessionId(), "two"));
    store.runs().finish(second.ref(), new Ending.Cancelled());
    fixture.begun(fixture.start(caller, run.agentId(), run.sessionId(), "three"));
    assertThat(
            store
                .events()
                .readRuns(caller.orgId(), run.sessionId(), 0, List.of(run.id(), second.id()), 100))
        .extracting(LoggedEvent::runId)
        .containsExactly(run.id(), run.id(), second.id(), second.id());
  }

  @Test
  void knowsWhereWhatIsBeingWrittenBegan() {
    Claim.Claimed claimed = fixture.claim(run, 1);
    assertThat(store.events().openStarts(caller.orgId(), run.sessionId())).isEmpty();
    UUID message = UUID.randomUUID();
    Commit.Done opened = (Commit.Done) store.steps().openMessage(claimed, message);
    assertThat(store.events().openStarts(caller.orgId(), run.sessionId()))
        .isEqualTo(opened.events());
    store.steps().commitThought(claimed, fixture.answer("one"));
    assertThat(store.events().openStarts(caller.orgId(), run.sessionId())).isEmpty();
  }

  @Test
  void keepsCustomNamesInAColumnOfTheirOwn() {
    store.steps().commitThought(fixture.claim(run, 1), fixture.answer("one"));
    List<String> names =
        fixture
            .sql()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT name FROM execution_logs WHERE run_id = :run AND type = 'CUSTOM'")
                    .bind("run", run.id())
                    .mapTo(String.class)
                    .list());
    assertThat(names).containsExactly("perdure.usage");
  }

  @Test
  void leavesNothingOfATransactionThatFailsAtItsLastStatement() {
    Claim.Claimed claimed = fixture.claim(run, 1);
    takePositionRowAway();
    assertThatIllegalStateException()
        .isThrownBy(() -> store.steps().commitThought(claimed, fixture.calls("half", 2)));
    assertThatIllegalStateException()
        .isThrownBy(() -> store.runs().finish(run.ref(), new Ending.Cancelled()));
    assertThat(store.sessions().transcript(caller.orgId(), run.threadId(), 0)).hasSize(1);
    assertThat(store.runs().steps(caller.orgId(), run.id())).hasSize(1);
    Run untouched = store.runs().get(caller.orgId(), run.id()).orElseThrow();
    assertThat(untouched.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(untouched.usage().input()).isZero();
    putPositionRowBack();
    assertThat(store.steps().commitThought(claimed, fixture.calls("whole", 2)))
        .isInstanceOf(Commit.Done.class);
  }

  private void takePositionRowAway() {
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute("DELETE FROM session_positions WHERE session_id = ?", run.sessionId()));
  }

  private void putPositionRowBack() {
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO session_positions (org_id, session_id, last_pos) VALUES (?, ?, 2)",
                caller.orgId().value(),
                run.sessionId()));
  }
}
