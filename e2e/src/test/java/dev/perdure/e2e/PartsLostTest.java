package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.devstack.Part;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.Reply;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.harness.Ground;
import dev.perdure.e2e.harness.Halts.Halt;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.harness.ProductProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Redis, PostgreSQL, Temporal or the API goes away in the middle of a run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartsLostTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private PerdureStack stack;
  private PerdureClient client;
  private String agent;

  @BeforeAll
  void start() {
    stack = PerdureStack.start(Ground.fresh(), 1, 1, Map.of());
    client = stack.client();
    agent = Story.newAgent(client);
  }

  @AfterAll
  void end() {
    stack.close();
  }

  /** Redis keeps nothing on disk here: it comes back empty. */
  @ParameterizedTest
  @CsvSource({
    "redis, DURING_MODEL_STREAM, /5",
    "redis, AFTER_TOOL_CALL, /4.1",
    "postgres, DURING_MODEL_STREAM, /5",
    "postgres, BEFORE_TOOL_CALL, /2.1",
    "postgres, BEFORE_COMMIT, /3",
    "temporal, DURING_MODEL_STREAM, /5",
    "temporal, AFTER_TOOL_CALL, /4.1"
  })
  void aRunOutlivesTheLossOf(String server, Point point, String step) {
    Halt note = stack.halts().noteAt(point, step);
    Story story = Story.ofSeveralSteps(stack, agent, Seeds.next());
    note.awaitReached(SOON);
    part(server).restart();
    Story.Told told = story.awaitEnd();

    assertThat(told.run().status()).isEqualTo("succeeded");
    RunAudit audit = RunAudit.of(stack, told);
    audit.everythingAgrees();
    audit.effectsWereMadeUnder("/2.1", "/4.1", "/4.2");
  }

  @Test
  void anAcknowledgedRunStartsThoughTheApiDiedBeforeItStartedTheWorkflow() {
    String key = UUID.randomUUID().toString();
    Halt halt = stack.halts().at(Point.RUN_COMMITTED, "");
    CompletableFuture<Reply> request = CompletableFuture.supplyAsync(() -> start(key));
    ProductProcess api = stack.byPid(halt.awaitReached(SOON).pid());
    api.kill9();
    assertThat(request)
        .failsWithin(SOON)
        .withThrowableThat()
        .withCauseInstanceOf(UncheckedIOException.class);
    api.restart().awaitReady();
    Started again = PerdureClient.started(start(key));
    Story.Told told = Story.watch(stack, again, Seeds.next()).awaitEnd();

    assertThat(told.run().status()).isEqualTo("succeeded");
    RunAudit.of(stack, told).everythingAgrees();
    assertThat(PerdureClient.started(start(key)))
        .as("one idempotency key is one run, also over the API's restart")
        .isEqualTo(again);
    assertThat(client.messages(again.sessionId()).stream().filter(m -> m.role().equals("user")))
        .hasSize(1);
  }

  private Reply start(String idempotencyKey) {
    return client.call(
        "POST",
        "/v1/runs",
        Map.of("agent_id", agent, "input", "[[say started]]"),
        Map.of("Idempotency-Key", idempotencyKey));
  }

  private Part part(String name) {
    return stack.ground().servers().parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
