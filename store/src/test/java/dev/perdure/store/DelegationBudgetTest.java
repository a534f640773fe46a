package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.step.StepStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a sub-agent may spend is carved from its parent's budget, and settled there. */
class DelegationBudgetTest extends DelegationScene {

  @Test
  void sharesTheBudgetAmongParallelChildrenWithoutSpendingItTwice() {
    parent = running(Budget.of(1_000L, 90L, Duration.ofHours(1), null));
    delegate(parent, 3);
    long spent = fixture.get(parent).budget().spentTokens();
    List<Run> children = Together.call(3, n -> made(parent, n + 1));
    assertThat(children)
        .allSatisfy(child -> {
          assertThat(child.budget().maxTokens()).isBetween(293L, 294L);
          assertThat(child.budget().maxCostMicros()).isEqualTo(30);
        });
    assertThat(children.stream().mapToLong(c -> c.budget().maxTokens()).sum())
        .isLessThanOrEqualTo(1_000 - spent);
    assertThat(fixture.get(parent).budget().costMicrosLeft()).isZero();
    assertThat(fixture.begun(children.getFirst()).budget().expiresAt())
        .isBefore(Objects.requireNonNull(parent.startedAt()).plus(Duration.ofMinutes(61)));
  }

  @Test
  void boundsAChildByItsOwnBudgetAndItsAgents() {
    Agent frugal =
        fixture.agent(caller, StoreFixture.config(9, Budget.of(200L, null, null, null), List.of()));
    research = subAgent(frugal, Budget.of(500L, 40L, null, null));
    parent = running(Budget.of(10_000L, null, null, null));
    delegate(parent, 1);
    Run child = child(1);
    assertThat(child.budget().maxSteps()).isEqualTo(9);
    assertThat(child.budget().maxTokens()).isEqualTo(200);
    assertThat(child.budget().maxCostMicros()).isEqualTo(40);
    assertThat(fixture.get(parent).budget().reservedTokens()).isEqualTo(200);
    assertThat(fixture.get(parent).budget().reservedCostMicros()).as("no limit").isZero();
  }

  @Test
  void givesAChildNoMoreStepsThanItsParentHasLeft() {
    Agent busy =
        fixture.agent(
            caller, StoreFixture.config(5_000, Budget.of(null, null, null, null), List.of()));
    research = subAgent(busy, null);
    parent = running(Budget.of(null, null, null, null));
    delegate(parent, 2);
    assertThat(child(1).budget().maxSteps())
        .as("half of what is left after the DELEGATE")
        .isEqualTo((parent.budget().maxSteps() - 2) / 2);
  }

  @Test
  void settlesChildrenThatEndTogetherIntoTheirParentOnce() {
    parent = running(Budget.of(100_000L, null, null, null));
    int count = 8;
    delegate(parent, count);
    List<Run> children = IntStream.rangeClosed(1, count).mapToObj(this::child).toList();
    Together.call(
        count * 2,
        n -> {
          Run child = children.get(n % count);
          if (n < count) {
            answer(child, "answer " + n);
          }
          store.delegations().family(parent.ref());
          return n;
        });
    Together.call(
        count * 2, n -> store.runs().finish(children.get(n % count).ref(), new Ending.Cancelled()));
    var budget = fixture.get(parent).budget();
    assertThat(budget.reservedTokens()).isZero();
    assertThat(budget.spentTokens()).isEqualTo(120L * (count + 1));
    Together.call(count * 2, n -> store.delegations().conclude(call(n % count + 1)));
    Transcripts.assertPaired(store, parent);
    List<LoggedEvent> log = Transcripts.assertWhole(store, parent);
    assertThat(Transcripts.count(log, RunEvent.SubagentFinished.class)).isEqualTo(count);
    assertThat(store.runs().steps(caller.orgId(), parent.id()).get(1).status())
        .isEqualTo(StepStatus.SUCCEEDED);
  }
}
