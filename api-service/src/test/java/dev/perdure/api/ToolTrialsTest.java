package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a call outside a run costs, holds and promises. */
class ToolTrialsTest {

  private static final String KEY = "Idempotency-Key";
  private static final String GREET = "/v1/skills/settled/tools/greet:try";
  private static final String GREET_ADA = "{\"arguments\":{\"name\":\"Ada\"}}";
  private static final String ONCE = "/v1/skills/effect_recorder/tools/record_once:try";
  private static final String SLOW = "/v1/skills/test_tools/tools/slow:try";

  private final TestService service = TestService.get();
  private final Client client = service.newOrganization();

  @Test
  void aTrialCostsWhatACallCostsAlsoWhenItIsMadeAgain() {
    client.post(GREET, GREET_ADA, KEY, "k1").expect(200);
    client.post(GREET, GREET_ADA, KEY, "k1").expect(200);
    assertThat(spent()).isEqualTo(3_000);
    client
        .post(GREET, "{\"arguments\":{\"name\":\"Bob\"}}", KEY, "k1")
        .problem(409, "idempotency_key_reused");
    client.post(GREET, GREET_ADA).expect(200);
    assertThat(spent()).isEqualTo(4_500);
  }

  @Test
  void whatMustNotHappenTwiceIsNotTriedTwiceUnderOneKey() {
    String note = "{\"arguments\":{\"note\":\"a\"}}";
    client.post(ONCE, note, KEY, "k1").expect(200);
    client.post(ONCE, note, KEY, "k1").problem(409, "already_tried");
    client.post(ONCE, note, KEY, "k2").expect(200);
  }

  @Test
  void oneOrganizationDoesNotHoldAllSlots() {
    List<CompletableFuture<Answer>> slow =
        IntStream.range(0, 4)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(
                    () -> client.post(SLOW, "{\"arguments\":{\"ms\":10000}}"),
                    Thread::startVirtualThread))
            .toList();
    Awaitility.await("all slots of the organization to be taken")
        .atMost(Duration.ofSeconds(9))
        .until(() -> client.post(GREET, GREET_ADA).status() == 429);
    client.post(GREET, GREET_ADA).problem(429, "too_many_trials");
    service.newOrganization().post(GREET, GREET_ADA).expect(200);
    slow.forEach(call -> call.join().expect(200));
    client.post(GREET, GREET_ADA).expect(200);
  }

  private long spent() {
    return client.get("/v1/quotas").expect(200).json().at("/use/spend_micros").asLong();
  }
}
