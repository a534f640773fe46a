package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.devstack.SharedDevStack;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.harness.Ground;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.harness.Tenant;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.ModelServer.Request;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One organization has queued 500 runs on a worker with two places; another comes with one run.
 * What is compared are places in an order, not times. Most of the 500 are never worked on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FairnessTest {

  private static final int FLOOD = 500;

  /** With two places, fair is every other one; some are on their way when the one comes. */
  private static final int HANDFUL = 10;

  /** What a busy worker may do for others while a new run makes its way to it. */
  private static final int ON_THE_WAY = 40;

  private static final Map<String, String> TWO_PLACES =
      Map.of("PERDURE_WORKER_MAX_ACTIVITIES", "2", "PERDURE_WORKER_MAX_WORKFLOW_TASKS", "2");

  private PerdureStack stack;
  private PerdureClient flooding;
  private Tenant second;
  private PerdureClient other;
  private String otherAgent;
  private String flood;

  @BeforeAll
  void start() {
    stack =
        PerdureStack.start(
            Ground.shared(SharedDevStack.get().forTest(FairnessTest.class)), 1, 0, TWO_PLACES);
    flooding = stack.client();
    second = stack.newTenant("second");
    other = flooding.as(second.apiKey());
    otherAgent = Story.newAgent(other);
    flood = "flood-" + UUID.randomUUID();
    stack.models().script(Behaviour.natural().after(60).always().whenUserSays(flood));
  }

  @AfterAll
  void stop() {
    stack.close();
  }

  @Test
  void oneRunStartsWithinTheFirstHandfulOfAnothersFiveHundred() throws Exception {
    startTheFlood();
    Started one = other.start(otherAgent, "[[say first]]");
    awaitWorkflows(1, second.orgId());
    stack.launchWorker().awaitReady();
    assertThat(placeOfFirstCall("[[say first]]")).isLessThanOrEqualTo(HANDFUL);
    assertThat(startedBefore(one)).isLessThanOrEqualTo(HANDFUL);

    aRunOfSeveralStepsGetsItsTurnsInTheMiddleOfTheFlood();
  }

  private void aRunOfSeveralStepsGetsItsTurnsInTheMiddleOfTheFlood() {
    Awaitility.await()
        .atMost(Story.PATIENCE)
        .until(() -> stack.models().report().answered() > HANDFUL);
    String text = "[[call clock]] [[call clock]] [[say second]]";
    int before = stack.models().report().received();
    Started several = other.start(otherAgent, text);
    assertThat(placeOfFirstCall(text) - before).isLessThanOrEqualTo(ON_THE_WAY);
    assertThat(other.awaitEnd(several.runId(), Story.PATIENCE).answer()).isEqualTo("second");
    int calls = stack.models().report().received();
    System.out.printf("[e2e] a run of 3 THINKs took the time of %d calls%n", calls - before);
    assertThat(calls - before).isLessThanOrEqualTo(3 * ON_THE_WAY);
    assertThat(calls).as("the flood is far from over").isLessThan(FLOOD / 2);
  }

  private void startTheFlood() throws Exception {
    String agent = Story.newAgent(flooding);
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      var starts =
          IntStream.range(0, FLOOD)
              .mapToObj(i -> clients.submit(() -> flooding.start(agent, flood)))
              .toList();
      for (Future<Started> start : starts) {
        start.get();
      }
    }
    awaitWorkflows(FLOOD, stack.tenant().orgId());
  }

  private void awaitWorkflows(int count, String orgId) {
    try (Operator operator = new Operator(stack.ground().temporalAddress())) {
      Awaitility.await().atMost(Story.PATIENCE).until(() -> operator.workflowsOf(orgId) == count);
    }
  }

  /** The place of the first model call of a run among all that were made. */
  private int placeOfFirstCall(String text) {
    int place =
        Awaitility.await()
            .atMost(Story.PATIENCE)
            .until(
                () ->
                    stack.models().reportOf(text).requests().stream()
                        .mapToInt(Request::number)
                        .min()
                        .orElse(0),
                found -> found > 0);
    System.out.printf("[e2e] the model was called for '%s' as number %d%n", text, place);
    return place;
  }

  /** How many runs of the flood had begun when this one began. */
  private int startedBefore(Started one) {
    int count =
        Integer.parseInt(
            new Database(stack.ground().database())
                .column(
                    """
                    SELECT count(*) FROM runs flood JOIN runs one ON one.id = ?
                    WHERE flood.org_id <> one.org_id AND flood.started_at <= one.started_at
                    """,
                    UUID.fromString(one.runId()))
                .getFirst());
    System.out.printf("[e2e] %d runs of the flood began before the other's one%n", count);
    return count;
  }
}
