package dev.perdure.workflows;

import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.agent.OnFailure;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs on a clock that skips ahead; with workflows kept in memory, and with none kept, so that each
 * task replays the history.
 */
@ParameterizedClass
@ValueSource(ints = {100, 0})
abstract class FlowTest {

  static final RunTerms WAITS =
      new RunTerms(1, 0, 0, OnFailure.WAIT, OnExhausted.WAIT, null, false);

  static final RunTerms GIVES_UP =
      new RunTerms(1, 0, 0, OnFailure.FAIL, OnExhausted.FINISH, null, false);

  @Parameter int cacheSize;

  final Script script = new Script();
  FlowHarness flow;

  @BeforeEach
  void startWorker() {
    script.terms = WAITS;
    flow = new FlowHarness(script, cacheSize, this::historyIsLong);
  }

  @AfterEach
  void stopWorker() {
    flow.close();
  }

  /** When the workflow is to continue as new. */
  boolean historyIsLong() {
    return false;
  }

  static RunTerms withFallbacks(int models) {
    return new RunTerms(1, 0, models, OnFailure.WAIT, OnExhausted.WAIT, null, false);
  }

  static PlannedCall call(int place, PlannedCall.@Nullable Gate gate, WaitTerms terms) {
    return new PlannedCall(place, "send", Effect.ONCE, Duration.ofSeconds(30), 1, gate, terms);
  }

  static PlannedCall approved(int place) {
    return call(place, PlannedCall.Gate.APPROVAL, WaitTerms.FOREVER);
  }

  static PlannedCall plain(int place) {
    return new PlannedCall(place, "clock", Effect.NONE, Duration.ofSeconds(30), 4);
  }

  /** The first THINK decides on this, the next one answers. */
  void decides(Decision first) {
    script.onThink = step -> step.number() == 1 ? first : new Decision.Respond();
  }

  void calls(PlannedCall... calls) {
    decides(new Decision.Act(List.of(calls)));
  }

  /** Waits in the workflow's time. */
  void after(Duration time) {
    flow.environment.sleep(time);
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("it did not come to that");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until all workflow tasks are done and nothing but timers and people is waited for. */
  void untilNothingMoves() {
    after(Duration.ofMillis(10));
  }

  List<String> statuses() {
    return flow.events().stream()
        .filter(
            event -> event.getEventType() == EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)
        .map(FlowTest::status)
        .toList();
  }

  private static String status(HistoryEvent event) {
    return event
        .getUpsertWorkflowSearchAttributesEventAttributes()
        .getSearchAttributes()
        .getIndexedFieldsOrThrow("RunStatus")
        .getData()
        .toStringUtf8()
        .replace("\"", "");
  }

  @Nullable RunStatus result() {
    return flow.result();
  }
}
