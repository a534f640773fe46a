package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.config.EncryptionConfig;
import dev.perdure.api.encryption.Encryption;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.store.Ids;
import dev.perdure.store.PoolConfig;
import dev.perdure.store.Pools;
import dev.perdure.store.Store;
import dev.perdure.store.StoreFactory;
import io.dropwizard.util.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Keys are read while transactions are open: never from the pool those came from. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageKeysTest {

  private static final int THREADS = 12;

  /** An organization may have so many runs at once. */
  private static final int EACH = 10;

  private final TestStack stack =
      SharedDevStack.get().forTest(MessageKeysTest.class, "keys", TestService::migrate);

  // Each use of a key reads it anew.
  private final EncryptionConfig config =
      new EncryptionConfig(
          TestService.ENCRYPTION_KEY, "", "", "", Map.of(), Duration.nanoseconds(1), true);

  private final HikariDataSource pool = open("one-connection", 1, 20);
  private final HikariDataSource keys = open("one-for-keys", 1, 20);

  @AfterAll
  void close() {
    pool.close();
    keys.close();
  }

  @Test
  void poolsOfOneConnectionNeverWaitForEachOther() throws Exception {
    Store store = store(pool, keys);
    // Organizations whose first keys are made in the middle of a transaction too.
    List<Caller> callers = IntStream.range(0, 4).mapToObj(_ -> caller(store)).toList();
    List<UUID> agents = callers.stream().map(caller -> agent(store, caller)).toList();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        Caller caller = callers.get(i % callers.size());
        UUID agent = agents.get(i % callers.size());
        all.add(threads.submit(() -> work(store, caller, agent)));
      }
      for (Future<?> each : all) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
    for (Caller caller : callers) {
      assertThat(
              store.sessions().list(caller.orgId(), null, null, new PageRequest(200, null)).items())
          .hasSize(THREADS / callers.size() * EACH)
          .allMatch(session -> "say this".equals(session.title()));
    }
  }

  @Test
  void fromTheSamePoolTheyWouldWaitForEver() {
    try (HikariDataSource only = open("the-only-one", 1, 1)) {
      Store store = store(only, only);
      Caller caller = caller(store);
      UUID agent = agent(store, caller);
      assertThatThrownBy(() -> work(store, caller, agent))
          .isInstanceOf(PerdureException.class)
          .hasMessageContaining("database");
    }
  }

  private static void work(Store store, Caller caller, UUID agent) {
    for (int i = 0; i < EACH; i++) {
      StartRun request =
          new StartRun(
              null, agent, null, List.of(new ContentPart.Text("say this")), InputPolicy.ENQUEUE);
      var run = store.runs().start(caller, request, null).run();
      store.runs().begin(run.ref());
      assertThat(store.sessions().transcript(caller.orgId(), run.threadId(), 0)).hasSize(1);
    }
  }

  private Store store(HikariDataSource pool, HikariDataSource keys) {
    return StoreFactory.create(
        pool, Ids.timeOrdered(), Plans.builtIn(), new Encryption(config, pool, keys).messages());
  }

  private static Caller caller(Store store) {
    var made = store.tenants().createOrganization("org-" + UUID.randomUUID(), "Org", "Ada");
    return new Caller(
        made.orgId(), made.userId(), Credential.key(UUID.randomUUID()), Permission.all());
  }

  private static UUID agent(Store store, Caller caller) {
    AgentConfig config = AgentConfig.of("", "rehearsal/one", null, null, null);
    return store
        .agents()
        .create(Requester.of(caller), "agent", null, config, null, null)
        .value()
        .id();
  }

  private HikariDataSource open(String name, int size, int seconds) {
    PostgresAddress service = stack.service();
    return Pools.open(
        name,
        new PoolConfig(
            service.jdbcUrl(),
            service.user(),
            service.password(),
            size,
            java.time.Duration.ofSeconds(seconds)));
  }
}
