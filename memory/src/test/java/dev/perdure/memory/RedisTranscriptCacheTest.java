package dev.perdure.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.port.TranscriptCache;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class RedisTranscriptCacheTest {

  private static final RedisServer SERVER = RedisServer.start();

  private final RedisMemory memory = SERVER.memory();
  private final TranscriptCache cache = memory.transcripts();
  private final OrgId org = Samples.org();
  private final UUID thread = UUID.randomUUID();

  @AfterAll
  static void endRedis() {
    SERVER.close();
  }

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void givesBackWhatWasPutAndAppended() {
    Message parts =
        Samples.message(
            org,
            thread,
            3,
            new ContentPart.Text("Grüße 🌍"),
            new ContentPart.Image("image/png", null, "AAAA"),
            new ContentPart.File("a.txt", "text/plain", "in/a.txt"),
            new ContentPart.ToolCall("c1", "clock", "{\"zone\": "),
            new ContentPart.ToolResult("c1", "clock", "no", true));
    List<Message> all = new ArrayList<>(Samples.messages(org, thread, 1, 2));
    cache.put(org, thread, all);
    cache.append(org, thread, List.of(parts));
    all.add(parts);
    assertThat(cache.get(org, thread, 3)).isEqualTo(all);
  }

  @Test
  void beginsAThreadByAppending() {
    List<Message> all = Samples.messages(org, thread, 1, 2);
    cache.append(org, thread, all);
    assertThat(cache.get(org, thread, 2)).isEqualTo(all);
  }

  @Test
  void knowsNothingUnlessKnownExactlyThatFar() {
    cache.put(org, thread, Samples.messages(org, thread, 1, 5));
    assertThat(cache.get(org, thread, 4)).isEmpty();
    assertThat(cache.get(org, thread, 6)).isEmpty();
    assertThat(cache.get(org, thread, 0)).isEmpty();
    assertThat(cache.get(org, thread, 5)).hasSize(5);
  }

  @Test
  void leavesOutWhatDoesNotFitRightOn() {
    List<Message> known = Samples.messages(org, thread, 1, 3);
    cache.put(org, thread, known);
    cache.append(org, thread, Samples.messages(org, thread, 5, 6));
    cache.append(org, thread, Samples.messages(org, thread, 3, 4));
    cache.append(org, UUID.randomUUID(), Samples.messages(org, thread, 2, 3));
    assertThat(cache.get(org, thread, 3)).isEqualTo(known);
    assertThat(cache.get(org, thread, 4)).isEmpty();
  }

  @Test
  void addsAMessageOnceWhenManyAppendAtOnce() {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        executor.execute(() -> cache.append(org, thread, Samples.messages(org, thread, 1, 2)));
      }
    }
    assertThat(cache.get(org, thread, 2)).hasSize(2);
  }

  @Test
  void forgetsAThreadThatGrowsTooLarge() {
    try (RedisMemory small = RedisMemory.open(SERVER.patient().withTranscriptLimit(2_000))) {
      small.transcripts().put(org, thread, Samples.messages(org, thread, 1, 2));
      assertThat(small.transcripts().get(org, thread, 2)).hasSize(2);
      small.transcripts().append(org, thread, Samples.messages(org, thread, 3, 6));
      small.transcripts().append(org, thread, Samples.messages(org, thread, 7, 10));
      assertThat(small.transcripts().get(org, thread, 10)).isEmpty();
      small.transcripts().put(org, thread, Samples.messages(org, thread, 1, 100));
      assertThat(small.transcripts().get(org, thread, 100)).isEmpty();
      try (RedisClient client = SERVER.client()) {
        assertThat(client.exists(Keys.thread(org, thread))).isFalse();
      }
    }
  }

  @Test
  void aKeyCarriesItsOrganizationAndExpires() {
    OrgId other = Samples.org();
    cache.put(org, thread, Samples.messages(org, thread, 1, 2));
    assertThat(cache.get(other, thread, 2)).isEmpty();
    cache.append(other, thread, Samples.messages(other, thread, 3, 3));
    assertThat(cache.get(org, thread, 3)).isEmpty();
    try (RedisClient client = SERVER.client()) {
      String key = "perdure:{" + org + "}:thread:" + thread;
      assertThat(client.pttl(key)).isPositive();
    }
  }

  @Test
  void forgetsWhenRedisIsWiped() {
    cache.put(org, thread, Samples.messages(org, thread, 1, 2));
    SERVER.wipe();
    assertThat(cache.get(org, thread, 2)).isEmpty();
    cache.append(org, thread, Samples.messages(org, thread, 3, 3));
    assertThat(cache.get(org, thread, 3)).isEmpty();
    cache.put(org, thread, Samples.messages(org, thread, 1, 3));
    assertThat(cache.get(org, thread, 3)).hasSize(3);
  }

  @Test
  void aStoredThreadThatCannotBeReadIsNotKnown() {
    cache.put(org, thread, Samples.messages(org, thread, 1, 2));
    try (RedisClient client = SERVER.client()) {
      client.lset(Keys.thread(org, thread), 1, "{\"seq\":1,\"role\":\"nobody\"}");
    }
    assertThat(cache.get(org, thread, 2)).isEmpty();
    try (RedisClient client = SERVER.client()) {
      client.set(Keys.thread(org, thread), "not a list");
    }
    assertThat(cache.get(org, thread, 2)).isEmpty();
  }

  @Test
  void worksAgainAtOnceAfterARestart() {
    cache.put(org, thread, Samples.messages(org, thread, 1, 2));
    SERVER.part().restart();
    List<Message> all = Samples.messages(org, thread, 1, 2);
    cache.put(org, thread, all);
    assertThat(cache.get(org, thread, 2)).isEqualTo(all);
  }

  @Test
  void aHungRedisCostsOneTimeOutAndAKilledOneNothing() {
    try (RedisMemory hasty = RedisMemory.open(RedisOptions.of(SERVER.uri()))) {
      TranscriptCache impatient = hasty.transcripts();
      impatient.put(org, thread, Samples.messages(org, thread, 1, 2));
      SERVER.part().suspend();
      try {
        // One time-out for each of them would be nine seconds.
        long start = System.nanoTime();
        for (int i = 0; i < 30; i++) {
          assertThat(impatient.get(org, thread, 2)).isEmpty();
          impatient.append(org, thread, Samples.messages(org, thread, 3, 3));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(hasty.ping()).isFalse();
      } finally {
        SERVER.part().resume();
      }
      await().until(hasty::ping);
      await()
          .untilAsserted(() -> {
            impatient.put(org, thread, Samples.messages(org, thread, 1, 2));
            assertThat(impatient.get(org, thread, 2)).hasSize(2);
          });
    }
  }
}
