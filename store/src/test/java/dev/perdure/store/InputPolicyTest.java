package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.port.Started;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.CommandRow;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of an input while other runs of its session have not ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InputPolicyTest {

  private static final RunError BROKEN = new RunError("model_failed", "It broke.", null);

  private final StoreFixture fixture = new StoreFixture(InputPolicyTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Run active;

  @BeforeEach
  void anActiveRun() {
    caller = fixture.caller();
    active = fixture.running(caller);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Started input(InputPolicy policy, String text) {
    return input(policy, text, null);
  }

  private Started input(InputPolicy policy, String text, @Nullable Idempotency key) {
    StartRun request =
        new StartRun(active.sessionId(), null, null, List.of(new ContentPart.Text(text)), policy);
    return store.runs().start(caller, request, key);
  }

  @Test
  void rejectsAndSaysWhereTheActiveRunStands() {
    assertRefused("session_busy", () -> input(InputPolicy.REJECT, "no"), "running");
  }

  @Test
  void cancelsTheActiveRunForAnInputThatInterrupts() {
    Started queued = input(InputPolicy.ENQUEUE, "first in the queue");
    Started interrupts = input(InputPolicy.INTERRUPT, "now");
    assertThat(interrupts.run().status()).isEqualTo(RunStatus.QUEUED);
    assertThat(interrupts.ring()).containsExactly(active.ref());
    assertThat(interrupts.events()).hasSize(1);
    assertThat(fixture.get(active).status()).isEqualTo(RunStatus.CANCELLING);
    assertThat(store.commands().take(active.ref(), 0))
        .containsExactly(new Command(1, Command.Kind.CANCEL, null, "interrupt"));
    assertThat(store.runs().finish(active.ref(), new Ending.Cancelled()).next())
        .isEqualTo(interrupts.run().ref());
    assertThat(store.runs().finish(interrupts.run().ref(), new Ending.Cancelled()).next())
        .isEqualTo(queued.run().ref());
  }

  @Test
  void rollsTheActiveRunBackOnceForSeveralInputs() {
    Started first = input(InputPolicy.ROLLBACK, "one");
    Started second = input(InputPolicy.INTERRUPT, "two");
    assertThat(second.ring()).isEmpty();
    assertThat(store.commands().list(caller.orgId(), active.id()))
        .extracting(row -> row.detail().get("mode"))
        .containsExactly(CancelMode.ROLLBACK.wireName());
    assertThat(store.runs().finish(active.ref(), new Ending.Cancelled()).next())
        .isEqualTo(first.run().ref());
  }

  @Test
  void startsAtOnceWhenTheActiveRunHasNoWorkflowYet() {
    store.runs().finish(active.ref(), new Ending.Cancelled());
    Started starting = input(InputPolicy.ENQUEUE, "starting");
    Started interrupts = input(InputPolicy.INTERRUPT, "now");
    assertThat(interrupts.run().status()).isEqualTo(RunStatus.STARTING);
    assertThat(interrupts.start()).containsExactly(interrupts.run().ref());
    assertThat(fixture.get(starting.run()).status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void steersTheActiveRunOnceUnderOneKey() {
    Idempotency key = new Idempotency("steer", "a".repeat(64));
    List<Started> answers = Together.call(6, n -> input(InputPolicy.STEER, "this way", key));
    assertThat(answers).allSatisfy(a -> assertThat(a.steered()).isTrue());
    assertThat(answers).extracting(a -> a.run().id()).containsOnly(active.id());
    assertThat(answers).filteredOn(a -> !a.replayed()).hasSize(1);
    assertThat(store.commands().list(caller.orgId(), active.id()))
        .extracting(CommandRow::kind)
        .containsExactly(Command.Kind.STEER);
  }

  @Test
  void makesASteerARunWhenNothingCanBeSteered() {
    fixture.cancel(caller, active.id());
    Started own = input(InputPolicy.STEER, "next");
    assertThat(own.steered()).isFalse();
    assertThat(own.run().status()).isEqualTo(RunStatus.QUEUED);
    store.runs().finish(active.ref(), new Ending.Cancelled());
    store.runs().finish(own.run().ref(), new Ending.Cancelled());
    assertThat(input(InputPolicy.STEER, "later").run().status()).isEqualTo(RunStatus.STARTING);
  }

  /** Inputs of all policies at once, while workers live the session's runs. */
  @Test
  void keepsOneOrderOfAHundredInputsAndLosesNone() {
    List<InputPolicy> policies =
        List.of(
            InputPolicy.ENQUEUE,
            InputPolicy.STEER,
            InputPolicy.INTERRUPT,
            InputPolicy.ROLLBACK,
            InputPolicy.REJECT);
    store.steps().commitThought(fixture.claim(active, 1), fixture.calls("", 2));
    fixture.claimCall(active, 2, 1);
    Set<String> accepted = new TreeSet<>();
    List<String> answers =
        Together.call(
            102,
            n -> {
              if (n >= 100) {
                live(40);
                return "";
              }
              try {
                input(policies.get(n % policies.size()), "input-" + n);
                return "input-" + n;
              } catch (PerdureException e) {
                assertThat(e.error().code()).isEqualTo("session_busy");
                return "";
              }
            });
    answers.stream().filter(text -> !text.isEmpty()).forEach(accepted::add);
    live(1000);
    assertThat(runs()).allMatch(run -> run.status().terminal());
    assertThat(accepted).hasSizeGreaterThanOrEqualTo(80);
    assertThat(said()).isEqualTo(accepted);
    assertPaired();
  }

  /**
   * Everything that is in the transcript, or the input of a run that was stopped before it began.
   */
  private Set<String> said() {
    Set<String> said = new TreeSet<>();
    transcript().stream()
        .filter(message -> message.role() == Role.USER)
        .map(Message::text)
        .forEach(said::add);
    runs().stream()
        .filter(run -> run.startedAt() == null)
        .map(run -> ((ContentPart.Text) run.input().getFirst()).text())
        .forEach(said::add);
    said.remove("hello");
    return said;
  }

  /** What starters and workers do; never are there two runs to be worked on. */
  private void live(int rounds) {
    for (int round = 0; round < rounds; round++) {
      List<Run> open = runs().stream().filter(run -> !run.status().terminal()).toList();
      if (open.isEmpty()) {
        return;
      }
      List<Run> working = open.stream().filter(run -> run.status() != RunStatus.QUEUED).toList();
      assertThat(working).hasSizeLessThanOrEqualTo(1);
      for (Run run : working) {
        liveOne(run.ref(), round);
      }
    }
  }

  private void liveOne(RunRef run, int round) {
    if (!(store.runs().begin(run) instanceof Begun.Running)) {
      return;
    }
    if (!store.commands().take(run, 0).isEmpty()) {
      store.runs().finish(run, new Ending.Cancelled());
      return;
    }
    if (run.equals(active.ref())) {
      finishCall(1);
      finishCall(2);
    }
    int step = 100 + round;
    switch (store.steps().claim(StepRef.of(run, step), StepKind.THINK, true)) {
      case Claim.Claimed claimed -> {
        store.steps().commitThought(claimed, fixture.answer("Answer."));
        Ending ending = round % 7 == 6 ? new Ending.Failed(BROKEN) : new Ending.Answered(step + 1);
        store.runs().finish(run, ending);
      }
      case Claim.RunEnded _ -> store.runs().finish(run, new Ending.Cancelled());
      default -> {}
    }
  }

  private void finishCall(int call) {
    StepRef step = StepRef.of(active.ref(), 2).withCall(call);
    while (store.steps().claim(step, StepKind.ACT) instanceof Claim.Claimed claimed) {
      store.steps().commitToolCall(claimed, CallOutcome.of(ToolOutput.of("noon")));
    }
  }

  private List<Run> runs() {
    List<Run> all = new ArrayList<>();
    String after = null;
    do {
      var page =
          store
              .runs()
              .list(
                  caller.orgId(),
                  new RunFilter(active.sessionId(), null, null),
                  new dev.perdure.core.port.PageRequest(200, after));
      all.addAll(page.items());
      after = page.next();
    } while (after != null);
    return all;
  }

  private List<Message> transcript() {
    return store.sessions().transcript(caller.orgId(), active.threadId(), 0);
  }

  private void assertPaired() {
    List<String> open = new ArrayList<>();
    for (Message message : transcript()) {
      assertThat(open.isEmpty() || message.role() == Role.TOOL)
          .as("nothing comes between a call and its result")
          .isTrue();
      for (ContentPart part : message.content()) {
        if (part instanceof ContentPart.ToolCall call) {
          open.add(call.id());
        } else if (part instanceof ContentPart.ToolResult result) {
          assertThat(open.remove(result.toolCallId())).isTrue();
        }
      }
    }
    assertThat(open).isEmpty();
  }
}
