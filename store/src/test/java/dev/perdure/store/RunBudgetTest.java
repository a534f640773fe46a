package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Budget;
import dev.perdure.core.port.Begun;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunBudget;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunBudgetTest {

  private final StoreFixture fixture = new StoreFixture(RunBudgetTest.class);
  private final Store store = fixture.store();
  private final Caller caller = fixture.caller();

  @AfterAll
  void close() {
    fixture.close();
  }

  private Run running(
      int maxSteps, @Nullable Long tokens, @Nullable Long cost, @Nullable Duration time) {
    var config = StoreFixture.config(maxSteps, Budget.of(tokens, cost, time, null), List.of());
    return fixture.begun(fixture.start(caller, fixture.agent(caller, config).id(), null, "hello"));
  }

  private Claim think(Run run, int number, boolean last) {
    return store.steps().claim(StepRef.of(run.ref(), number), StepKind.THINK, last);
  }

  private Claim.Claimed claimed(Run run, int number) {
    return (Claim.Claimed) think(run, number, false);
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

  @Test
  void beginsWithTheLimitsOfTheAgentsVersion() {
    Run run = running(7, 1_000L, 2_000L, Duration.ofHours(36));
    RunBudget budget = run.budget();
    assertThat(budget.maxSteps()).isEqualTo(7);
    assertThat(budget.maxTokens()).isEqualTo(1_000);
    assertThat(budget.maxCostMicros()).isEqualTo(2_000);
    assertThat(budget.expiresAt())
        .isEqualTo(Objects.requireNonNull(run.startedAt()).plus(Duration.ofHours(36)));
    Begun.Running again = (Begun.Running) store.runs().begin(run.ref());
    assertThat(again.wallTimeLeft()).isBetween(Duration.ofHours(35), Duration.ofHours(36));
    Claim.Claimed claimed = claimed(run, 1);
    assertThat(claimed.facts().tokensLeft()).isEqualTo(1_000);
    assertThat(claimed.facts().costMicrosLeft()).isEqualTo(2_000);
    assertThat(claimed.facts().limited()).isTrue();
  }

  @Test
  void showsTheStepsOfTheVersionBeforeTheRunBegins() {
    Run run = fixture.start(caller, fixture.agent(caller).id(), null, "hello");
    assertThat(run.budget().maxSteps()).isEqualTo(40);
    assertThat(fixture.claim(fixture.begun(run), 1).facts().limited()).isFalse();
  }

  @Test
  void takesNoStepBeyondTheLimitExceptTheLast() {
    Run run = running(2, null, null, null);
    store.steps().commitThought(claimed(run, 1), fixture.calls("", 1));
    store.steps().commitToolCall(fixture.claimCall(run, 2, 1), CallOutcome.of(ToolOutput.of("ok")));
    assertThat(think(run, 3, false)).isEqualTo(new Claim.Exhausted(BudgetKind.STEPS));
    assertThat(store.runs().steps(caller.orgId(), run.id())).as("no row was made").hasSize(3);
    assertThat(think(run, 3, true)).isInstanceOf(Claim.Claimed.class);
  }

  @Test
  void answersAFinishedStepThoughTheBudgetIsSpent() {
    Run run = running(40, 100L, null, null);
    Thought thought = fixture.answer("hi");
    store.steps().commitThought(claimed(run, 1), thought);
    assertThat(think(run, 1, false)).isInstanceOf(Claim.Finished.class);
    assertThat(think(run, 2, false)).isEqualTo(new Claim.Exhausted(BudgetKind.TOKENS));
  }

  @Test
  void takesAStepWhoseOutcomeWasGivenThoughTheBudgetIsSpent() {
    Run run = running(40, 0L, null, null);
    think(run, 1, true);
    fixture
        .sql()
        .useHandle(handle ->
            handle
                .createUpdate(
                    "UPDATE steps SET given = '{\"content\":\"42\",\"error\":false}'"
                        + " WHERE run_id = :run")
                .bind("run", run.id())
                .execute());
    Claim.Claimed given = claimed(run, 1);
    assertThat(given.given()).isEqualTo(ToolOutput.of("42"));
    Thought answer =
        new Thought(
            fixture.id(),
            false,
            List.of(new ContentPart.Text("42")),
            new Decision.Respond(),
            Thought.PERSON,
            Thought.PERSON,
            TokenUsage.NONE,
            Duration.ZERO);
    Commit.Done done = (Commit.Done) store.steps().commitThought(given, answer);
    assertThat(Transcripts.names(done.events()))
        .containsExactly("TextMessageStart", "TextMessageEnd", "StepFinished");
    Long usage =
        fixture
            .sql()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT count(*) FROM usage WHERE run_id = :run")
                    .bind("run", run.id())
                    .mapTo(Long.class)
                    .one());
    assertThat(usage).isZero();
  }

  @Test
  void stopsWhenTheWallTimeIsOver() {
    Run run = running(40, null, null, Duration.ofHours(1));
    claimed(run, 1);
    fixture
        .sql()
        .useHandle(handle ->
            handle
                .createUpdate(
                    "UPDATE runs SET started_at = started_at - interval '1 hour' WHERE id = :run")
                .bind("run", run.id())
                .execute());
    assertThat(think(run, 1, false)).isEqualTo(new Claim.Exhausted(BudgetKind.WALL_TIME));
    assertThat(((Begun.Running) store.runs().begin(run.ref())).wallTimeLeft())
        .isLessThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void holdsWhatACallMayCostAndSettlesWhatItDid() {
    Run run = running(40, 1_000L, 500L, null);
    Claim.Claimed claimed = claimed(run, 1);
    assertThat(store.budgets().reserve(claimed, 900, 400)).isEmpty();
    assertThat(fixture.get(run).budget().reservedTokens()).isEqualTo(900);
    assertThat(fixture.get(run).budget().tokensLeft()).isEqualTo(100);
    store.steps().commitThought(claimed, costing(fixture.calls("", 1), 70));
    RunBudget settled = fixture.get(run).budget();
    assertThat(settled.reservedTokens()).isZero();
    assertThat(settled.reservedCostMicros()).isZero();
    assertThat(settled.spentTokens()).isEqualTo(120);
    assertThat(settled.spentCostMicros()).isEqualTo(70);
    assertThat(fixture.get(run).costMicros()).isEqualTo(70);
  }

  @Test
  void reservesInPlaceOfALostAttempt() {
    Run run = running(40, 1_000L, null, null);
    Claim.Claimed lost = claimed(run, 1);
    assertThat(store.budgets().reserve(lost, 900, 0)).isEmpty();
    Claim.Claimed kept = claimed(run, 1);
    assertThat(kept.facts().tokensLeft()).isEqualTo(1_000);
    assertThat(store.budgets().reserve(kept, 800, 0)).isEmpty();
    assertThat(store.budgets().reserve(lost, 100, 0)).as("has no say").isEmpty();
    assertThat(fixture.get(run).budget().reservedTokens()).isEqualTo(800);
  }

  @Test
  void holdsNothingWhenItDoesNotFit() {
    Run run = running(40, 1_000L, 50L, null);
    Claim.Claimed claimed = claimed(run, 1);
    store.budgets().reserve(claimed, 10, 10);
    assertThat(store.budgets().reserve(claimed, 1_001, 0)).contains(BudgetKind.TOKENS);
    assertThat(store.budgets().reserve(claimed, 1_000, 51)).contains(BudgetKind.COST);
    assertThat(fixture.get(run).budget().reservedTokens()).isZero();
    assertThat(think(run, 1, true)).as("can be claimed again").isInstanceOf(Claim.Claimed.class);
  }

  @Test
  void releasesWhatIsHeldWithTheRun() {
    Run run = running(40, 1_000L, null, null);
    store.budgets().reserve(claimed(run, 1), 900, 0);
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(fixture.get(run).budget().reservedTokens()).isZero();
  }
}
