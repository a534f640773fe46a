package dev.perdure.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.port.MemoryErasure;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.RedisClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisMemoryErasureTest {

  private final RedisServer server = RedisServer.start();
  private final RedisMemory memory = RedisMemory.open(server.patient());
  private final MemoryErasure erasure = memory.erasure();
  private final OrgId org = Samples.org();
  private final OrgId other = Samples.org();

  @AfterAll
  void close() {
    memory.close();
    server.close();
  }

  private void set(String... keys) {
    try (RedisClient client = server.client()) {
      for (String key : keys) {
        client.set(key, "a text");
      }
    }
  }

  private boolean has(String key) {
    try (RedisClient client = server.client()) {
      return client.exists(key);
    }
  }

  @Test
  void allOfAnOrganizationGoesHoweverMuchAndNothingOfAnother() {
    String[] keys =
        IntStream.range(0, 3000)
            .mapToObj(n -> Keys.thread(org, UUID.randomUUID()))
            .toArray(String[]::new);
    String theirs = Keys.thread(other, UUID.randomUUID());
    set(keys);
    set(theirs);
    erasure.organization(org);
    assertThat(keys).noneMatch(this::has);
    assertThat(has(theirs)).isTrue();
  }

  @Test
  void textsOfSessionsAndThreadsGoAloneOfAll() {
    UUID session = UUID.randomUUID();
    UUID thread = UUID.randomUUID();
    String text = Keys.openText(org, session, UUID.randomUUID());
    String another = Keys.openText(org, UUID.randomUUID(), UUID.randomUUID());
    String theirs = Keys.openText(other, session, UUID.randomUUID());
    String kept = Keys.thread(org, UUID.randomUUID());
    set(text, another, theirs, kept, Keys.thread(org, thread));
    erasure.sessions(org, List.of(session));
    erasure.threads(org, List.of(thread));
    erasure.threads(org, List.of());
    assertThat(has(text)).isFalse();
    assertThat(has(Keys.thread(org, thread))).isFalse();
    assertThat(List.of(another, theirs, kept)).allMatch(this::has);
  }

  @Test
  void saysSoWhenRedisIsAway() {
    try (RedisServer dead = RedisServer.start();
        RedisMemory away = RedisMemory.open(dead.patient())) {
      dead.part().kill();
      assertThatThrownBy(() -> away.erasure().organization(org))
          .hasMessageContaining("redis_unavailable");
    }
  }
}
