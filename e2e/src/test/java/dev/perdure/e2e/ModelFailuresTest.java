package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a model provider does, a run retries rightly or fails clearly. Its tests wait much and
 * do little: they run side by side, and beside the other classes.
 */
@ExtendWith(SharedProduct.class)
@Execution(ExecutionMode.CONCURRENT)
class ModelFailuresTest {

  private final PerdureStack stack;
  private final PerdureClient client;
  private final String agent;
  private final String mark = "mark-" + UUID.randomUUID();

  ModelFailuresTest(PerdureStack stack) {
    this.stack = stack;
    this.client = stack.client();
    this.agent = Story.newAgent(client);
  }

  @Test
  void waitsAsLongAsRetryAfterAsks() {
    Instant begin = Instant.now();
    Story.Told told = tell(Behaviour.rateLimited("5"));
    succeedsAtAttempt(told, 2);
    assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofSeconds(5));
  }

  @Test
  void triesAServerErrorAgain() {
    succeedsAtAttempt(tell(Behaviour.status(500).times(2)), 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "END_EARLY", "STALL", "GARBAGE", "ERROR_EVENT"})
  void startsTheMessageAnewWhenTheStreamGoesWrong(Kind kind) {
    Story.Told told = tell(Behaviour.broken("this will never be finished", kind, 3).chunked(4, 30));
    succeedsAtAttempt(told, 2);
    assertThat(told.stream().voidMessages()).as("partial text is made void").hasSize(1);
  }

  @Test
  void failsClearlyWhenTheErrorsDoNotEnd() {
    failsWith(tell(Behaviour.status(500).always()), "model_unavailable", 4);
  }

  @Test
  void doesNotTryAWrongKeyAgain() {
    failsWith(tell(Behaviour.status(401).always()), "model_key_invalid", 1);
  }

  @Test
  void doesNotTryAnOverlongConversationAgain() {
    Fault overflow = new Fault(Kind.STATUS, null, 400, null, "context_length_exceeded", "too long");
    failsWith(tell(Behaviour.natural().failing(overflow).always()), "model_context_overflow", 1);
  }

  @Test
  void stopsAStreamThatNeverEnds() {
    failsWith(tell(Behaviour.endless().chunked(4000, 0).always()), "model_reply_too_large", 1);
  }

  @Test
  void tellsTheModelOfArgumentsItGotWrong() {
    stack
        .models()
        .script(
            Behaviour.callTools(new Behaviour.ToolCall("record_effect", "{\"not\": json"))
                .whenUserSays(mark));
    Story.Told told = Story.begin(stack, agent, mark, Seeds.next()).awaitEnd();
    assertThat(told.run().status()).isEqualTo("succeeded");
    assertThat(told.run().answer()).contains("Done:");
    RunAudit audit = RunAudit.of(stack, told);
    audit.everythingAgrees();
    audit.effectsWereMadeUnder();
  }

  private Story.Told tell(Behaviour behaviour) {
    stack.models().script(behaviour.whenUserSays(mark));
    Story.Told told =
        Story.begin(stack, agent, "[[say all is well]] " + mark, Seeds.next()).awaitEnd();
    RunAudit.of(stack, told).everythingAgrees();
    return told;
  }

  private void succeedsAtAttempt(Story.Told told, int attempt) {
    assertThat(told.run().status()).isEqualTo("succeeded");
    assertThat(told.run().answer()).isEqualTo("all is well");
    wasTried(told, attempt);
  }

  private void failsWith(Story.Told told, String code, int attempts) {
    assertThat(told.run().status()).isEqualTo("failed");
    assertThat(told.run().errorCode()).isEqualTo(code);
    assertThat(told.stream().named("RUN_ERROR").getFirst().data().path("code").asText())
        .isEqualTo(code);
    wasTried(told, attempts);
    Started next =
        client.startIn(told.run().sessionId(), "[[say well again]]", Map.of("agent_id", agent));
    assertThat(client.awaitEnd(next.runId(), Story.PATIENCE).answer()).isEqualTo("well again");
  }

  private void wasTried(Story.Told told, int attempts) {
    assertThat(client.steps(told.run().id()).getFirst().attempts()).isEqualTo(attempts);
  }
}
