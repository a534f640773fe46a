package dev.perdure.api.stream;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.memory.RedisMemory;
import dev.perdure.memory.RedisOptions;
import dev.perdure.store.Ids;
import dev.perdure.store.LoginRole;
import dev.perdure.store.Migrations;
import dev.perdure.store.PoolConfig;
import dev.perdure.store.Pools;
import dev.perdure.store.Store;
import dev.perdure.store.StoreFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A hub over a real PostgreSQL and a real Redis, and runs for it to tell of. */
final class StreamFixture implements AutoCloseable {

  static final StreamOptions QUICK =
      StreamOptions.defaults().withHeartbeat(Duration.ofMillis(300)).withSizes(256, 3);

  /** No heartbeat comes within a test: what arrives was heard. */
  static final StreamOptions LIVE_ONLY =
      StreamOptions.defaults().withHeartbeat(Duration.ofMinutes(10));

  private final HikariDataSource pool;
  private final Store store;
  private final RedisMemory worker;
  private final RedisMemory api;
  private final Caller caller;
  private final UUID agentId;

  StreamFixture(Class<?> test, URI redis) {
    PostgresAddress address =
        SharedDevStack.get().forTest(test, "store", StreamFixture::migrate).postgres();
    pool = open(TestStack.service(address));
    store = StoreFactory.create(pool, Ids.timeOrdered());
    RedisOptions options = RedisOptions.of(redis).withTimeout(Duration.ofMillis(500));
    worker = RedisMemory.open(options);
    api = RedisMemory.open(options);
    caller = newCaller();
    agentId =
        store
            .agents()
            .create(
                Requester.of(caller),
                "agent",
                null,
                AgentConfig.of("", "rehearsal/one", null, null, null),
                null,
                null)
            .value()
            .id();
  }

  static URI sharedRedis() {
    return URI.create(SharedDevStack.get().addresses().redisUrl());
  }

  private static void migrate(PostgresAddress address) {
    try (HikariDataSource pool = open(address)) {
      Migrations.apply(pool);
      LoginRole.ensure(pool, config(TestStack.service(address)));
    }
  }

  private static HikariDataSource open(PostgresAddress address) {
    return Pools.open("stream-test", config(address));
  }

  private static PoolConfig config(PostgresAddress address) {
    return PoolConfig.of(address.jdbcUrl(), address.user(), address.password());
  }

  private Caller newCaller() {
    var made = store.tenants().createOrganization("org-" + Ids.timeOrdered().get(), "Org", "Ada");
    return new Caller(
        made.orgId(), made.userId(), Credential.key(UUID.randomUUID()), Permission.all());
  }

  Store store() {
    return store;
  }

  RedisMemory worker() {
    return worker;
  }

  OrgId org() {
    return caller.orgId();
  }

  StreamHub hub(StreamOptions options) {
    return new StreamHub(
        store.events(), api.subscriber(), this::ended, run -> List.of(run.runId()), options);
  }

  private boolean ended(OrgId orgId, UUID runId) {
    return store.runs().get(orgId, runId).map(Run::status).orElseThrow().terminal();
  }

  /** A run in a new session, or in this one. */
  ScriptedRun run(@Nullable UUID sessionId) {
    return run(sessionId, worker.publisher());
  }

  /** A run whose worker always dies before it publishes. */
  ScriptedRun silentRun() {
    return run(null, new Silent());
  }

  private ScriptedRun run(@Nullable UUID sessionId, LivePublisher publisher) {
    StartRun request =
        new StartRun(
            sessionId, agentId, null, List.of(new ContentPart.Text("hi")), InputPolicy.ENQUEUE);
    Run run = store.runs().start(caller, request, null).run();
    return new ScriptedRun(store, publisher, run);
  }

  StreamRequest session(ScriptedRun run, long after) {
    return new StreamRequest(org(), run.sessionId(), null, after, Set.of());
  }

  StreamRequest only(ScriptedRun run, long after) {
    return new StreamRequest(org(), run.sessionId(), run.id(), after, Set.of());
  }

  long last(ScriptedRun run) {
    return store.events().lastPosition(org(), run.sessionId());
  }

  @Override
  public void close() {
    worker.close();
    api.close();
    pool.close();
  }

  private static final class Silent implements LivePublisher {
    @Override
    public void events(List<LoggedEvent> events) {}

    @Override
    public void delta(RunRef run, Delta delta) {}

    @Override
    public void output(RunRef run, OutputDelta output) {}
  }
}
