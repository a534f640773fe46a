package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Starters, workers, cancellers and the sweeper of many nodes in one session: nothing deadlocks,
 * and whatever the order was, the log and the transcript are whole.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverythingAtOnceTest {

  private static final int RUNS = 24;
  private static final int THREADS = 9;
  private static final int CALLS = 3;

  private final StoreFixture fixture = new StoreFixture(EverythingAtOnceTest.class);
  private final Store store = fixture.store();
  private final Caller caller = fixture.caller();
  private final UUID agent = fixture.agent(caller).id();
  private final UUID session =
      store.sessions().create(caller, null, agent, Map.of(), null).value().id();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void keepsLogAndTranscriptWholeWithoutADeadlock() {
    Together.call(
        THREADS,
        thread -> {
          switch (thread % 3) {
            case 0 -> startSome();
            case 1 -> cancelSome();
            default -> work();
          }
          return thread;
        });
    work();
    assertThat(runs()).hasSize(RUNS).allMatch(run -> run.status().terminal());
    assertLogIsWhole();
    assertTranscriptIsWhole();
  }

  private void startSome() {
    for (int n = 0; n < RUNS * 3 / THREADS; n++) {
      fixture.start(caller, agent, session, "input " + n);
    }
  }

  private void cancelSome() {
    for (int n = 0; n < 12; n++) {
      List<Run> runs = runs();
      if (!runs.isEmpty()) {
        try {
          fixture.cancel(caller, runs.get(n % runs.size()).id());
        } catch (PerdureException e) {
          assertThat(e.error().code()).isEqualTo("run_already_ended");
        }
      }
    }
  }

  /** What sweeper and workers do, until every run has ended; three do it at once. */
  private void work() {
    List<RunRef> open;
    do {
      store.recovery().startingFor(Duration.ZERO, 10).forEach(this::live);
      store.recovery().takeUnchecked(Duration.ZERO, 10).forEach(suspect -> live(suspect.run()));
      open = runs().stream().filter(run -> !run.status().terminal()).map(Run::ref).toList();
    } while (!open.isEmpty());
  }

  private void live(RunRef run) {
    if (!(store.runs().begin(run) instanceof Begun.Running)) {
      return;
    }
    if (think(run, 1) && act(run) && store.commands().take(run, 0).isEmpty()) {
      store.runs().finish(run, new Ending.Answered(3));
    } else {
      store.runs().finish(run, new Ending.Cancelled());
    }
  }

  private boolean think(RunRef run, int number) {
    return switch (store.steps().claim(StepRef.of(run, number), StepKind.THINK)) {
      case Claim.Finished finished -> true;
      case Claim.RunEnded _, Claim.Unknown _, Claim.Exhausted _ -> false;
      case Claim.Claimed claimed -> {
        UUID message = fixture.id();
        store.steps().openMessage(claimed, message);
        var thought = fixture.calls("Working.", CALLS);
        Commit commit =
            store
                .steps()
                .commitThought(
                    claimed, StoreFixture.thought(message, thought.content(), thought.decision()));
        yield commit instanceof Commit.Done || think(run, number);
      }
    };
  }

  private boolean act(RunRef run) {
    return Together.call(
            CALLS,
            n ->
                switch (store.steps().claim(StepRef.of(run, 2).withCall(n + 1), StepKind.ACT)) {
                  case Claim.Finished finished -> true;
                  case Claim.RunEnded _, Claim.Unknown _, Claim.Exhausted _ -> false;
                  case Claim.Claimed claimed -> {
                    store.steps().commitToolCall(claimed, CallOutcome.of(ToolOutput.of("ok")));
                    yield true;
                  }
                })
        .stream()
        .allMatch(done -> done);
  }

  private List<Run> runs() {
    return store
        .runs()
        .list(caller.orgId(), new RunFilter(session, null, null), StoreFixture.ALL)
        .items();
  }

  private void assertLogIsWhole() {
    List<LoggedEvent> log = store.events().read(caller.orgId(), session, 0, null, 100_000);
    assertThat(log)
        .extracting(LoggedEvent::pos)
        .containsExactlyElementsOf(
            java.util.stream.LongStream.rangeClosed(1, log.size()).boxed().toList());
    log.stream()
        .collect(Collectors.groupingBy(LoggedEvent::runId))
        .values()
        .forEach(EverythingAtOnceTest::assertBalanced);
  }

  private static void assertBalanced(List<LoggedEvent> ofRun) {
    assertThat(ofRun.getFirst().event()).isInstanceOf(RunEvent.RunStarted.class);
    assertThat(ofRun.getLast().event())
        .isInstanceOfAny(RunEvent.RunFinished.class, RunEvent.RunErrored.class);
    assertThat(count(ofRun, RunEvent.RunStarted.class)).isEqualTo(1);
    assertThat(count(ofRun, RunEvent.RunFinished.class)).isEqualTo(1);
    assertThat(count(ofRun, RunEvent.StepStarted.class))
        .isEqualTo(count(ofRun, RunEvent.StepFinished.class));
    assertThat(count(ofRun, RunEvent.TextMessageStart.class))
        .isEqualTo(count(ofRun, RunEvent.TextMessageEnd.class));
    assertThat(count(ofRun, RunEvent.ToolCallStart.class))
        .isEqualTo(count(ofRun, RunEvent.ToolCallResult.class));
  }

  private static long count(List<LoggedEvent> events, Class<? extends RunEvent> type) {
    return events.stream().filter(e -> type.isInstance(e.event())).count();
  }

  private void assertTranscriptIsWhole() {
    List<Message> messages =
        store.sessions().messages(caller.orgId(), session, StoreFixture.ALL).items();
    assertThat(messages)
        .extracting(Message::seq)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, messages.size()).mapToObj(Long::valueOf).toList());
    List<String> open = new ArrayList<>();
    messages.stream()
        .flatMap(message -> message.content().stream())
        .forEach(part -> {
          if (part instanceof ContentPart.ToolCall call) {
            open.add(call.id());
          } else if (part instanceof ContentPart.ToolResult result) {
            assertThat(open.remove(result.toolCallId())).isTrue();
          }
        });
    assertThat(open).isEmpty();
  }
}
