package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.port.Begun;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import dev.perdure.core.tenant.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several workers at once drive a run that calls tools and delegates two levels deep. Each of them
 * dies at random between any two writes; one of them may end the run in the middle. Whatever the
 * order was, log, transcripts, ledger and budget are whole.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FamilyAtOnceTest {

  private static final RunError GONE = new RunError("gone", "Gone.", null);
  private static final int WORKERS = 4;
  private static final int DEPTH = 2;

  private final StoreFixture fixture = new StoreFixture(FamilyAtOnceTest.class);
  private final Store store = fixture.store();

  @AfterAll
  void close() {
    fixture.close();
  }

  /** A worker is killed: what it was about to write is never written. */
  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** One of several that do the same work. */
  private final class Worker {
    private final Random random;
    private final SubAgent subAgent;

    Worker(long seed, SubAgent subAgent) {
      this.random = new Random(seed);
      this.subAgent = subAgent;
    }

    /** Works on a run until it has ended, however often it dies. */
    void drive(RunRef run, int depth) {
      while (!fixture.get(run).status().terminal()) {
        try {
          live(run, depth);
        } catch (Died _) {
          // Temporal gives the work to another attempt.
        }
      }
    }

    private void mayDie() {
      if (random.nextInt(12) == 0) {
        throw new Died();
      }
    }

    private void live(RunRef run, int depth) {
      if (!(store.runs().begin(run) instanceof Begun.Running)) {
        return;
      }
      mayDie();
      if (!think(run, 1, depth < DEPTH ? work() : fixture.answer("done"))) {
        return;
      }
      if (depth < DEPTH) {
        act(StepRef.of(run, 2).withCall(1));
        delegate(StepRef.of(run, 3).withCall(1), depth);
        delegate(StepRef.of(run, 3).withCall(2), depth);
        if (!think(run, 4, fixture.answer("done"))) {
          return;
        }
      }
      mayDie();
      store.runs().finish(run, new Ending.Answered(5));
    }

    private Thought work() {
      List<ContentPart> content =
          List.of(
              fixture.toolCall("clock", "{}"),
              fixture.toolCall("delegate_to_helper", "{}"),
              fixture.toolCall("delegate_to_helper", "{}"));
      return StoreFixture.thought(
          fixture.id(),
          content,
          new Decision.ActAndDelegate(
              StoreFixture.planned("clock", 1), StoreFixture.planned("delegate_to_helper", 2)));
    }

    /** Whether the step is done, by whomever; a refused attempt tries again. */
    private boolean think(RunRef run, int number, Thought thought) {
      while (true) {
        switch (store.steps().claim(StepRef.of(run, number), StepKind.THINK)) {
          case Claim.Finished _ -> {
            return true;
          }
          case Claim.RunEnded _, Claim.Unknown _, Claim.Exhausted _ -> {
            return false;
          }
          case Claim.Claimed claimed -> write(claimed, thought);
        }
      }
    }

    private void write(Claim.Claimed claimed, Thought thought) {
      mayDie();
      store.budgets().reserve(claimed, 120, 0);
      store.steps().openReasoning(claimed, fixture.id());
      mayDie();
      store.steps().openMessage(claimed, thought.messageId());
      mayDie();
      store.steps().commitThought(claimed, thought);
      mayDie();
    }

    private void act(StepRef call) {
      while (store.steps().claim(call, StepKind.ACT) instanceof Claim.Claimed claimed) {
        mayDie();
        store.effects().intend(claimed, Effect.IDEMPOTENT, Duration.ofMinutes(1));
        mayDie();
        store.steps().commitToolCall(claimed, CallOutcome.of(ToolOutput.of("ok")));
      }
    }

    private void delegate(StepRef call, int depth) {
      while (store.steps().claim(call, StepKind.DELEGATE) instanceof Claim.Claimed claimed) {
        mayDie();
        RunRef child = store.delegations().make(claimed, subAgent, 1, List.of()).child();
        mayDie();
        if (child != null) {
          drive(child, depth + 1);
          store.delegations().conclude(call);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void keepsEverythingWhole(long seed) {
    Caller caller = fixture.caller();
    Agent helper = fixture.agent(caller);
    SubAgent subAgent = new SubAgent("helper", helper.id(), null, null, null);
    Agent agent =
        fixture.agent(
            caller,
            StoreFixture.config(40, Budget.of(100_000L, null, null, null), List.of(subAgent)));
    Run run = fixture.begun(fixture.start(caller, agent.id(), null, "hello"));
    boolean stopped = seed % 2 == 0;
    Together.call(
        WORKERS,
        n -> {
          if (n == 0 && stopped) {
            new Random(seed).ints(20, 1, 9).forEach(page -> look(run, page));
            return store.runs().finish(run.ref(), new Ending.Failed(GONE));
          }
          new Worker(seed * 100 + n, subAgent).drive(run.ref(), 0);
          return n;
        });
    assertWhole(run, stopped);
  }

  /** A reader meanwhile, whose looks take no part in any lock. */
  private void look(Run run, int limit) {
    store.events().read(run.orgId(), run.sessionId(), 0, null, limit);
  }

  private void assertWhole(Run run, boolean stopped) {
    List<Run> family = new ArrayList<>();
    for (UUID id : store.delegations().family(run.ref())) {
      family.add(store.runs().get(run.orgId(), id).orElseThrow());
    }
    assertThat(family).allMatch(member -> member.status().terminal());
    Transcripts.assertWhole(store, run);
    long spent = 0;
    for (Run member : family) {
      Transcripts.assertPaired(store, member);
      assertThat(member.budget().reservedTokens()).isZero();
      spent += member.usage().input() + member.usage().output();
      for (EffectEntry entry : store.effects().list(run.orgId(), member.id())) {
        assertThat(entry.status()).isNotEqualTo(EffectEntry.Status.INTENDED);
      }
    }
    assertThat(fixture.get(run).budget().spentTokens()).isEqualTo(spent);
    if (!stopped) {
      assertThat(family).hasSize(7);
      assertThatChildrenStaySmall(family);
    }
  }

  private static void assertThatChildrenStaySmall(List<Run> family) {
    assertThat(family)
        .filteredOn(member -> member.family().depth() > 0)
        .allSatisfy(member ->
            assertThat(member.budget().spentTokens())
                .isLessThanOrEqualTo(Objects.requireNonNull(member.budget().maxTokens())));
  }
}
