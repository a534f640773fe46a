package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.InterruptStore.Expired;
import dev.perdure.core.port.InterruptStore.InterruptFilter;
import dev.perdure.core.port.InterruptStore.Opened;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.CommandRow;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Approvals and questions: opened, settled by people or by a deadline, once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptsTest {

  private static final WaitTerms AN_HOUR =
      new WaitTerms(Duration.ofMinutes(1), Duration.ofHours(1), DeadlinePolicy.DENY);

  private final StoreFixture fixture = new StoreFixture(InterruptsTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Run run;

  @BeforeEach
  void aRunWithThreePlannedCalls() {
    caller = fixture.caller();
    run = planned();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Run planned() {
    Run fresh = fixture.running(caller);
    store.steps().commitThought(fixture.claim(fresh, 1), fixture.calls("", 3));
    return fresh;
  }

  private Run now() {
    return store.runs().get(caller.orgId(), run.id()).orElseThrow();
  }

  private static InterruptRequest request(Run of, int call, WaitReason reason, WaitTerms terms) {
    StepRef step = StepRef.of(of.ref(), 2).withCall(call);
    return new InterruptRequest(step, 1, reason, null, List.of(), terms, null);
  }

  private UUID approval(int call) {
    return open(request(run, call, WaitReason.APPROVAL, AN_HOUR));
  }

  private UUID open(InterruptRequest request) {
    return Objects.requireNonNull(store.interrupts().open(request).interruptId());
  }

  private Interrupt interrupt(UUID id) {
    return store.interrupts().get(caller.orgId(), id).orElseThrow();
  }

  private CommandAccepted tell(RunCommand command) {
    return fixture.tell(caller, run.id(), command);
  }

  private static RunEvent.Custom custom(LoggedEvent event) {
    return (RunEvent.Custom) event.event();
  }

  @Test
  void letsTheRunWaitAndTellsForWhat() {
    Opened opened = store.interrupts().open(request(run, 1, WaitReason.APPROVAL, AN_HOUR));
    assertThat(now().status()).isEqualTo(RunStatus.WAITING);
    assertThat(now().waitingFor()).isEqualTo(WaitReason.APPROVAL);
    RunEvent.Custom waiting = custom(opened.events().getLast());
    assertThat(waiting.name()).isEqualTo("perdure.waiting");
    assertThat(waiting.value().get("interrupts"))
        .asString()
        .contains("reason=approval", "The agent wants to call clock.", "expiresAt=", "toolCallId=");
    Interrupt interrupt = interrupt(Objects.requireNonNull(opened.interruptId()));
    assertThat(interrupt.status()).isEqualTo(Interrupt.Status.OPEN);
    assertThat(interrupt.tool()).isEqualTo("clock");
    assertThat(interrupt.arguments()).isEqualTo("{\"n\":1}");
    assertThat(interrupt.deadline()).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
  }

  @Test
  void findsTheSameInterruptWhenAskedAgain() {
    UUID first = approval(1);
    Opened again = store.interrupts().open(request(run, 1, WaitReason.APPROVAL, AN_HOUR));
    assertThat(again).isEqualTo(new Opened(first, null, null, List.of()));
    tell(new RunCommand.Deny(first, "no"));
    Opened settled = store.interrupts().open(request(run, 1, WaitReason.APPROVAL, AN_HOUR));
    assertThat(settled.settled()).isEqualTo(new Command(1, Command.Kind.DENY, first, null));
  }

  @Test
  void opensNothingForARunThatTakesNoMoreWork() {
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(store.interrupts().open(request(run, 1, WaitReason.APPROVAL, AN_HOUR)))
        .isEqualTo(new Opened(null, null, RunStatus.CANCELLED, List.of()));
  }

  @Test
  void goesOnWhenTheLastOfSeveralIsSettled() {
    UUID one = approval(1);
    UUID two = open(request(run, 2, WaitReason.INPUT, WaitTerms.FOREVER));
    CommandAccepted first = tell(new RunCommand.Approve(one, null));
    assertThat(first.ring()).containsExactly(run.ref());
    assertThat(first.run().waitingFor()).isEqualTo(WaitReason.INPUT);
    assertThat(custom(first.events().getLast()).value())
        .containsEntry("waiting", List.of(two.toString()));
    CommandAccepted second = tell(new RunCommand.Answer(two, "Blue."));
    assertThat(second.run().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(store.commands().take(run.ref(), 0))
        .containsExactly(
            new Command(1, Command.Kind.APPROVE, one, null),
            new Command(2, Command.Kind.ANSWER, two, null));
    assertThat(fixture.claimCall(run, 2, 1).given()).isNull();
    assertThat(fixture.claimCall(run, 2, 2).given()).isEqualTo(ToolOutput.of("Blue."));
  }

  @Test
  void makesAnApprovalWithOtherArgumentsANewEffect() {
    tell(new RunCommand.Approve(approval(1), "{\"n\":7}"));
    var claimed = fixture.claimCall(run, 2, 1);
    assertThat(claimed.step().generation()).isEqualTo(1);
    assertThat(Objects.requireNonNull(claimed.toolCall()).arguments()).isEqualTo("{\"n\":7}");
    assertRefused("invalid_arguments", () -> tell(new RunCommand.Approve(approval(2), "[1")));
  }

  @Test
  void givesTheReasonOfADenialToTheModel() {
    tell(new RunCommand.Deny(approval(1), "too dear"));
    assertThat(fixture.claimCall(run, 2, 1).given())
        .isEqualTo(ToolOutput.failure("A person denied this call. Reason: too dear"));
  }

  @Test
  void answersTheSameVerdictAgainAndRefusesAnother() {
    UUID id = approval(1);
    CommandAccepted first = tell(new RunCommand.Deny(id, "no"));
    CommandAccepted again = tell(new RunCommand.Deny(id, "no"));
    assertThat(again.replayed()).isTrue();
    assertThat(again.events()).isEmpty();
    assertThat(again.command()).isEqualTo(first.command());
    assertRefused(
        "interrupt_already_settled", () -> tell(new RunCommand.Approve(id, null)), "deny");
    assertThat(store.commands().list(caller.orgId(), run.id()))
        .extracting(CommandRow::kind)
        .containsExactly(Command.Kind.DENY);
  }

  @Test
  void replaysUnderAnIdempotencyKey() {
    UUID id = approval(1);
    Idempotency key = new Idempotency("k-" + fixture.id(), "f".repeat(64));
    RunCommand approve = new RunCommand.Approve(id, null);
    List<CommandAccepted> answers =
        Together.call(8, n -> store.commands().accept(caller, run.id(), approve, key));
    assertThat(answers).filteredOn(a -> !a.replayed()).hasSize(1);
    assertThat(answers).allSatisfy(a -> assertThat(a.command()).isNotNull());
    assertThat(store.commands().list(caller.orgId(), run.id())).hasSize(1);
    Idempotency other = new Idempotency(key.key(), "e".repeat(64));
    assertRefused(
        "idempotency_key_reused",
        () -> store.commands().accept(caller, run.id(), new RunCommand.Deny(id, null), other));
  }

  @Test
  void refusesWhatDoesNotFitTheInterrupt() {
    UUID question = open(request(run, 1, WaitReason.INPUT, WaitTerms.FOREVER));
    assertRefused("operation_not_offered", () -> tell(new RunCommand.Approve(question, null)));
    assertRefused("operation_not_offered", () -> tell(new RunCommand.Answer(approval(2), "yes")));
    assertRefused("interrupt_not_found", () -> tell(new RunCommand.Approve(fixture.id(), null)));
    Run other = planned();
    UUID elsewhere = open(request(other, 1, WaitReason.APPROVAL, AN_HOUR));
    assertRefused("interrupt_not_found", () -> tell(new RunCommand.Approve(elsewhere, null)));
  }

  @Test
  void voidsWhatIsOpenWhenTheRunIsStoppedOrEnds() {
    UUID id = approval(1);
    fixture.cancel(caller, run.id());
    assertThat(interrupt(id).status()).isEqualTo(Interrupt.Status.VOID);
    assertRefused("interrupt_already_settled", () -> tell(new RunCommand.Approve(id, null)));
    Run ends = planned();
    UUID left = open(request(ends, 1, WaitReason.APPROVAL, AN_HOUR));
    store.runs().finish(ends.ref(), new Ending.Expired());
    assertThat(interrupt(left).status()).isEqualTo(Interrupt.Status.VOID);
  }

  @Test
  void remindsOnce() {
    UUID id = approval(1);
    assertThat(custom(store.interrupts().remind(run.ref(), id).getFirst()).name())
        .isEqualTo("perdure.reminder");
    assertThat(store.interrupts().remind(run.ref(), id)).isEmpty();
    assertThat(interrupt(id).remindedAt()).isNotNull();
  }

  @Test
  void deniesAtTheDeadlineHoweverOftenThatIsTold() {
    UUID id = approval(1);
    Expired expired = store.interrupts().expire(run.ref(), id);
    assertThat(expired.won()).isTrue();
    assertThat(store.interrupts().expire(run.ref(), id))
        .isEqualTo(new Expired(true, null, List.of()));
    assertThat(now().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(fixture.claimCall(run, 2, 1).given())
        .isEqualTo(ToolOutput.failure("Nobody approved this call in time."));
    assertThat(store.interrupts().open(request(run, 1, WaitReason.APPROVAL, AN_HOUR)).settled())
        .isEqualTo(new Command(0, Command.Kind.DENY, id, null));
    assertRefused("interrupt_already_settled", () -> tell(new RunCommand.Approve(id, null)));
  }

  @Test
  void leavesTheCallAloneWhenTheRunIsToExpire() {
    WaitTerms terms = new WaitTerms(null, Duration.ofHours(1), DeadlinePolicy.EXPIRE);
    UUID id = open(request(run, 1, WaitReason.APPROVAL, terms));
    assertThat(store.interrupts().expire(run.ref(), id).won()).isTrue();
    assertThat(fixture.claimCall(run, 2, 1).given()).isNull();
  }

  @Test
  void deniesTheCallWhenTheRunIsOutOfTime() {
    WaitTerms terms = new WaitTerms(null, Duration.ofHours(1), DeadlinePolicy.EXPIRE);
    UUID id = open(request(run, 1, WaitReason.APPROVAL, terms));
    assertThat(store.interrupts().outOfTime(run.ref(), id).won()).isTrue();
    assertThat(store.interrupts().outOfTime(run.ref(), id).won()).isTrue();
    assertThat(fixture.claimCall(run, 2, 1).given())
        .isEqualTo(ToolOutput.failure("Nobody approved this call in time."));
  }

  @Test
  void letsOneOfApproveDenyAndDeadlineWin() {
    for (int round = 0; round < 15; round++) {
      run = planned();
      UUID id = approval(1);
      List<Object> answers =
          Together.call(
              6,
              n ->
                  switch (n % 3) {
                    case 0 -> verdict(new RunCommand.Approve(id, null));
                    case 1 -> verdict(new RunCommand.Deny(id, "no"));
                    default -> store.interrupts().expire(run.ref(), id);
                  });
      assertOneWon(id, answers);
    }
  }

  private Object verdict(RunCommand command) {
    try {
      return tell(command);
    } catch (PerdureException e) {
      return e.error().code();
    }
  }

  private void assertOneWon(UUID id, List<Object> answers) {
    List<Object> winners = new ArrayList<>();
    for (Object answer : answers) {
      switch (answer) {
        case CommandAccepted accepted when !accepted.replayed() -> winners.add(accepted);
        case Expired expired when !expired.events().isEmpty() -> winners.add(expired);
        case String code -> assertThat(code).isEqualTo("interrupt_already_settled");
        default -> {}
      }
    }
    assertThat(winners).hasSize(1);
    assertThat(interrupt(id).status()).isNotEqualTo(Interrupt.Status.OPEN);
    boolean deniedByPerson = "deny".equals(interrupt(id).settlement().get("command"));
    boolean expired = winners.getFirst() instanceof Expired;
    ToolOutput given = fixture.claimCall(run, 2, 1).given();
    if (expired || deniedByPerson) {
      assertThat(Objects.requireNonNull(given).error()).isTrue();
    } else {
      assertThat(given).isNull();
    }
    assertThat(store.commands().list(caller.orgId(), run.id())).hasSize(expired ? 0 : 1);
  }

  @Test
  void listsByRunReasonAndStatusOldestFirst() {
    UUID one = approval(1);
    UUID two = open(request(run, 2, WaitReason.INPUT, WaitTerms.FOREVER));
    UUID three = approval(3);
    tell(new RunCommand.Approve(one, null));
    assertThat(list(new InterruptFilter(null, run.id(), null, null)))
        .containsExactly(one, two, three);
    assertThat(list(new InterruptFilter(run.sessionId(), null, null, Interrupt.Status.OPEN)))
        .containsExactly(two, three);
    assertThat(list(new InterruptFilter(null, null, WaitReason.APPROVAL, null)))
        .containsExactly(one, three);
    var page =
        store
            .interrupts()
            .list(
                caller.orgId(),
                new InterruptFilter(null, null, null, null),
                new dev.perdure.core.port.PageRequest(2, null));
    assertThat(page.items()).extracting(Interrupt::id).containsExactly(one, two);
    assertThat(
            store
                .interrupts()
                .list(
                    caller.orgId(),
                    new InterruptFilter(null, null, null, null),
                    new dev.perdure.core.port.PageRequest(2, page.next()))
                .items())
        .extracting(Interrupt::id)
        .containsExactly(three);
  }

  private List<UUID> list(InterruptFilter filter) {
    return store.interrupts().list(caller.orgId(), filter, StoreFixture.ALL).items().stream()
        .map(Interrupt::id)
        .toList();
  }
}
