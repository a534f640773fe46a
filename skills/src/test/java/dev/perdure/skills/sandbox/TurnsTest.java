package dev.perdure.skills.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is next. */
@Timeout(30)
class TurnsTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private final OrgId greedy = new OrgId(UUID.randomUUID());
  private final OrgId modest = new OrgId(UUID.randomUUID());
  private final List<OrgId> served = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> waiting = new ArrayList<>();

  @AfterEach
  void end() {
    waiting.forEach(Thread::interrupt);
  }

  @Test
  void lastsNoLongerForWhoWaitsForOneThanForWhoWaitsForMany() {
    Turns turns = new Turns(1, 1);
    turns.take(greedy, LONG, Cancellation.NEVER);
    for (int i = 0; i < 5; i++) {
      queue(turns, greedy);
    }
    queue(turns, modest);
    turns.giveBack(greedy);
    await().until(() -> served.size() == 1);
    turns.giveBack(greedy);
    await().until(() -> served.size() == 2);
    assertThat(served).containsExactly(greedy, modest);
  }

  @Test
  void leavesPlacesToOthersHoweverManyJobsOneHas() {
    Turns turns = new Turns(3, 2);
    turns.take(greedy, LONG, Cancellation.NEVER);
    turns.take(greedy, LONG, Cancellation.NEVER);
    assertBusy(turns, greedy, "All places");
    turns.take(modest, Duration.ofMillis(1), Cancellation.NEVER);
    turns.giveBack(greedy);
    turns.take(greedy, Duration.ofMillis(1), Cancellation.NEVER);
  }

  @Test
  void refusesAtOnceWhereTooManyWaitAndGivesTheirPlacesOn() {
    Turns turns = new Turns(2, 1);
    turns.take(greedy, LONG, Cancellation.NEVER);
    for (int i = 0; i < 250; i++) {
      queue(turns, greedy);
    }
    assertBusy(turns, greedy, "Too many programs wait");
    turns.take(modest, LONG, Cancellation.NEVER);
    waiting.forEach(Thread::interrupt);
    await().until(() -> waiting.stream().noneMatch(Thread::isAlive));
    turns.giveBack(greedy);
    turns.take(greedy, Duration.ofMillis(1), Cancellation.NEVER);
  }

  @Test
  void isIdleWhenAllIsGivenBack() throws InterruptedException {
    Turns turns = new Turns(1, 1);
    turns.take(greedy, LONG, Cancellation.NEVER);
    assertThat(turns.awaitIdle(Duration.ofMillis(5))).isFalse();
    turns.giveBack(greedy);
    assertThat(turns.awaitIdle(LONG)).isTrue();
  }

  /** Starts a wait, and returns when it is in the line. */
  private void queue(Turns turns, OrgId org) {
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                turns.take(org, LONG, Cancellation.NEVER);
                served.add(org);
              } catch (PerdureException e) {
                // It was interrupted.
              }
            });
    waiting.add(thread);
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
  }

  private static void assertBusy(Turns turns, OrgId org, String message) {
    assertThatThrownBy(() -> turns.take(org, Duration.ofMillis(1), Cancellation.NEVER))
        .isInstanceOfSatisfying(
            PerdureException.class,
            e -> {
              assertThat(e.error())
                  .isInstanceOfSatisfying(
                      PerdureError.ToolFailed.class,
                      failed -> assertThat(failed.retryable()).isTrue());
              assertThat(e).hasMessageContaining("sandbox_busy").hasMessageContaining(message);
            });
  }
}
