package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.Finished;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.quota.QuotaUse;
import dev.perdure.core.quota.Quotas;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.QueuedFor;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotaTest {

  private static final Ending FAILED = new Ending.Failed(new RunError("broken", "Broken.", null));

  private static final RunFilter QUEUED = new RunFilter(null, null, RunStatus.QUEUED);

  private final StoreFixture fixture = new StoreFixture(QuotaTest.class);
  private final Store store = fixture.store();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void runsBeyondTheQuotaAreQueuedAndStartInTurnWhenOthersEnd() {
    Caller caller = limited(2, 100, null);
    UUID agent = fixture.agent(caller).id();
    List<Run> runs = Stream.generate(() -> start(caller, agent)).limit(5).toList();
    assertThat(runs)
        .extracting(Run::status)
        .containsExactly(
            RunStatus.STARTING,
            RunStatus.STARTING,
            RunStatus.QUEUED,
            RunStatus.QUEUED,
            RunStatus.QUEUED);

    for (int i = 0; i < 3; i++) {
      fixture.begun(runs.get(i));
      Finished finished = store.runs().finish(runs.get(i).ref(), FAILED);
      assertThat(finished.next()).isEqualTo(runs.get(i + 2).ref());
      assertThat(fixture.get(runs.get(i + 2)).status()).isEqualTo(RunStatus.STARTING);
    }
    assertThat(store.quotas().use(caller.orgId()).queuedRuns()).isZero();
  }

  @Test
  void aQueuedRunTellsWhatItWaitsFor() {
    Caller caller = limited(1, 100, null);
    UUID agent = fixture.agent(caller).id();
    Run working = start(caller, agent);
    Run behind = fixture.start(caller, agent, working.sessionId(), "next");
    Run held = start(caller, agent);
    Run behindHeld = fixture.start(caller, agent, held.sessionId(), "next");
    assertThat(Stream.of(working, behind, held, behindHeld).map(fixture::get))
        .extracting(Run::queuedFor)
        .containsExactly(null, QueuedFor.SESSION, QueuedFor.QUOTA, QueuedFor.SESSION);

    fixture.begun(working);
    store.runs().finish(working.ref(), FAILED);
    Run next = fixture.get(held).status() == RunStatus.STARTING ? held : behind;
    assertThat(fixture.get(next).queuedFor()).isNull();
    assertThat(store.runs().list(caller.orgId(), QUEUED, StoreFixture.ALL).items())
        .allMatch(run -> run.queuedFor() != null);
  }

  @Test
  void anotherOrganizationStartsAsIfNothingWere() {
    Caller full = limited(1, 0, null);
    start(full, fixture.agent(full).id());
    Caller other = limited(1, 0, null);
    assertThat(start(other, fixture.agent(other).id()).status()).isEqualTo(RunStatus.STARTING);
  }

  @Test
  void whatWaitsForAPersonMakesRoomAndTheSweeperFindsIt() {
    Caller caller = limited(1, 100, null);
    UUID agent = fixture.agent(caller).id();
    Run first = fixture.begun(start(caller, agent));
    Run second = start(caller, agent);
    assertThat(store.recovery().admitQueued(20)).doesNotContain(second.ref());

    waits(first);

    assertThat(admitted(caller.orgId())).containsExactly(second.ref());
    assertThat(fixture.get(second).status()).isEqualTo(RunStatus.STARTING);
    assertThat(admitted(caller.orgId())).isEmpty();
  }

  @Test
  void aRaisedQuotaLetsQueuedRunsStartOldestFirst() {
    Caller caller = limited(0, 100, null);
    UUID agent = fixture.agent(caller).id();
    List<RunRef> runs = Stream.generate(() -> start(caller, agent).ref()).limit(4).toList();
    assertThat(admitted(caller.orgId())).isEmpty();
    limit(caller, 3, 100, null);
    assertThat(admitted(caller.orgId())).isEqualTo(runs.subList(0, 3));
  }

  @Test
  void aRunQueuedForItsSessionDoesNotStartBesideIt() {
    Caller caller = limited(5, 100, null);
    UUID agent = fixture.agent(caller).id();
    Run first = start(caller, agent);
    Run second = fixture.start(caller, agent, first.sessionId(), "and then");
    assertThat(second.status()).isEqualTo(RunStatus.QUEUED);
    assertThat(admitted(caller.orgId())).isEmpty();
  }

  @Test
  void moreThanMayWaitAreRefusedAndLeaveNothing() {
    Caller caller = limited(1, 2, null);
    UUID agent = fixture.agent(caller).id();
    Stream.generate(() -> start(caller, agent))
        .limit(3)
        .forEach(run -> assertThat(run).isNotNull());
    refused(() -> start(caller, agent));
    QuotaUse use = store.quotas().use(caller.orgId());
    assertThat(use.workingRuns()).isEqualTo(1);
    assertThat(use.queuedRuns()).isEqualTo(2);
  }

  @Test
  void manyAtOnceNeverExceedTheQuotaAndNoneIsLost() {
    Caller caller = limited(3, 100, null);
    UUID agent = fixture.agent(caller).id();
    List<Run> runs = Together.call(20, n -> start(caller, agent));
    assertThat(runs).filteredOn(run -> run.status() == RunStatus.STARTING).hasSize(3);

    // Three workers that end what they are given; a sweeper beside them, as on any server.
    ConcurrentLinkedQueue<RunRef> todo = new ConcurrentLinkedQueue<>();
    runs.stream().filter(r -> r.status() == RunStatus.STARTING).map(Run::ref).forEach(todo::add);
    ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<RunRef> ended = new ConcurrentLinkedQueue<>();
    while (ended.size() < runs.size()) {
      List<RunRef> now = new ArrayList<>(todo);
      now.forEach(todo::remove);
      if (now.isEmpty()) {
        todo.addAll(admitted(caller.orgId()));
        continue;
      }
      Together.call(
          now.size(),
          n -> {
            store.runs().begin(now.get(n));
            seen.add(store.quotas().use(caller.orgId()).workingRuns());
            RunRef next = store.runs().finish(now.get(n), FAILED).next();
            ended.add(now.get(n));
            if (next != null) {
              todo.add(next);
            }
            return now.get(n);
          });
    }
    assertThat(seen).allMatch(working -> working <= 3);
    assertThat(ended).doesNotHaveDuplicates();
  }

  @Test
  void aRetryAndAForkWaitForTheirTurnToo() {
    Caller caller = limited(1, 100, null);
    UUID agent = fixture.agent(caller).id();
    Run failed = fixture.begun(start(caller, agent));
    store.runs().finish(failed.ref(), FAILED);
    start(caller, agent);
    Run retry = store.forks().retry(caller, failed.id(), null).value();
    assertThat(retry.status()).isEqualTo(RunStatus.QUEUED);
  }

  @Test
  void aRunIsRefusedWhenTheDayIsSpentUntilTheDayIsOver() {
    Caller caller = limited(9, 9, 1_000L);
    Agent agent = fixture.agent(caller);
    Run run = fixture.begun(start(caller, agent.id()));
    store.steps().commitThought(fixture.claim(run, 1), costing(fixture.answer("done"), 1_000));
    PerdureError.RateLimited refused = refused(() -> start(caller, agent.id()));
    assertThat(refused.retryAfter()).isBetween(Duration.ZERO, Duration.ofDays(1));
    assertThat(store.quotas().use(caller.orgId()).spentMicros()).isEqualTo(1_000);

    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "UPDATE usage SET at = at - interval '1 day' WHERE org_id = ?",
                caller.orgId().value()));
    assertThat(start(caller, agent.id()).status()).isEqualTo(RunStatus.STARTING);
  }

  @Test
  void callsUnderWayAreCountedAtTheMostTheyMayCost() {
    Caller caller = limited(9, 9, 1_000L);
    UUID agent = fixture.agent(caller).id();
    Run one = fixture.begun(start(caller, agent));
    Run other = fixture.begun(start(caller, agent));
    assertThat(store.budgets().reserve(fixture.claim(one, 1), 10, 700)).isEmpty();
    assertThat(store.quotas().use(caller.orgId()).reservedMicros()).isEqualTo(700);
    assertThat(store.budgets().reserve(fixture.claim(other, 1), 10, 700))
        .contains(BudgetKind.DAILY_SPEND);
    // Even the last call of a run, which may go beyond the run's own budget.
    assertThat(store.budgets().reserve(fixture.claim(other, 1), 10, 700, true))
        .contains(BudgetKind.DAILY_SPEND);
    // What was not needed is given back.
    store.steps().commitThought(fixture.claim(one, 1), costing(fixture.answer("done"), 200));
    assertThat(store.budgets().reserve(fixture.claim(other, 1), 10, 700)).isEmpty();
  }

  @Test
  void callsAtOnceNeverReserveMoreThanThereIs() {
    Caller caller = limited(20, 9, 1_000L);
    UUID agent = fixture.agent(caller).id();
    List<Run> runs = Stream.generate(() -> fixture.begun(start(caller, agent))).limit(8).toList();
    List<Boolean> held =
        Together.call(
            8, n -> store.budgets().reserve(fixture.claim(runs.get(n), 1), 1, 300).isEmpty());
    assertThat(held).filteredOn(each -> each).hasSize(3);
  }

  @Test
  void aChangeOfQuotasIsRecordedAndAnUnknownPlanIsRefused() {
    Caller caller = fixture.caller();
    Actor actor = Actor.of(caller, "192.0.2.1", "test");
    Quotas quotas =
        store.quotas().put(actor, caller.orgId(), "development", LimitsOverride.NONE).orElseThrow();
    assertThat(quotas.limits().dailySpendMicros()).isNull();
    limit(caller, 4, 5, 6L);
    Quotas now = store.quotas().find(caller.orgId()).orElseThrow();
    assertThat(now.plan()).isEqualTo("development");
    assertThat(now.limits().concurrentRuns()).isEqualTo(4);

    var log = store.audit().search(caller.orgId(), AuditFilter.all(), StoreFixture.ALL).items();
    assertThat(log)
        .extracting(r -> r.entry().action())
        .startsWith("quotas.update", "quotas.update");
    assertThat(log.getFirst().entry().before()).containsEntry("plan", "development");

    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> store.quotas().put(actor, caller.orgId(), "golden", LimitsOverride.NONE))
        .satisfies(e -> assertThat(e.error().code()).isEqualTo("plan_unknown"));
    assertThat(store.quotas().put(actor, new OrgId(fixture.id()), null, LimitsOverride.NONE))
        .isEmpty();
  }

  private void waits(Run run) {
    fixture.claim(run, 1);
    store
        .interrupts()
        .open(
            new InterruptRequest(
                StepRef.of(run.ref(), 1),
                1,
                WaitReason.RECOVERY,
                new RunError("model_away", "The model is away.", null),
                List.of(RecoveryOperation.RETRY),
                WaitTerms.FOREVER,
                null));
    assertThat(fixture.get(run).status()).isEqualTo(RunStatus.WAITING);
  }

  private List<RunRef> admitted(OrgId orgId) {
    return store.recovery().admitQueued(20).stream().filter(r -> r.orgId().equals(orgId)).toList();
  }

  private Run start(Caller caller, UUID agent) {
    return fixture.start(caller, agent, null, "hello");
  }

  private Caller limited(int runs, int queued, @Nullable Long spend) {
    Caller caller = fixture.caller();
    limit(caller, runs, queued, spend);
    return caller;
  }

  private void limit(Caller caller, int runs, int queued, @Nullable Long spend) {
    store
        .quotas()
        .put(
            Actor.of(caller, null, null),
            caller.orgId(),
            null,
            new LimitsOverride(null, null, null, null, null, null, null, runs, queued, spend));
  }

  private static Thought costing(Thought thought, long costMicros) {
    return new Thought(
        thought.messageId(),
        thought.opened(),
        thought.content(),
        thought.decision(),
        thought.provider(),
        thought.model(),
        thought.usage(),
        thought.duration(),
        null,
        costMicros,
        Map.of());
  }

  private static PerdureError.RateLimited refused(Runnable work) {
    List<PerdureError> errors = new ArrayList<>();
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(work::run)
        .satisfies(e -> errors.add(e.error()));
    assertThat(errors.getFirst().code()).isEqualTo("quota_exceeded");
    return (PerdureError.RateLimited) errors.getFirst();
  }
}
