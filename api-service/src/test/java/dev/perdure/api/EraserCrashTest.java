package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.uber.m3.tally.NoopScope;
import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.api.config.TemporalConfig;
import dev.perdure.api.config.TemporalTls;
import dev.perdure.api.recovery.Eraser;
import dev.perdure.api.temporal.RunPayloadCodec;
import dev.perdure.api.temporal.TemporalConnection;
import dev.perdure.api.temporal.TemporalRunStarter;
import dev.perdure.api.temporal.WorkflowErasure;
import dev.perdure.core.port.Erasures;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.WorkspaceSettings;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.memory.RedisMemory;
import dev.perdure.memory.RedisOptions;
import dev.perdure.security.tls.ClientTls;
import dev.perdure.store.FilesFactory;
import dev.perdure.store.Ids;
import dev.perdure.store.Store;
import dev.perdure.store.StoreFactory;
import io.dropwizard.util.Duration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever works on an erasure dies, anywhere; somebody else goes on until nothing is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EraserCrashTest {

  private static final java.time.Duration LONG = java.time.Duration.ofSeconds(90);

  private final TestStack stack =
      SharedDevStack.get().forTest(EraserCrashTest.class, "eraser", TestService::migrate);
  private final HikariDataSource pool = TestService.open(stack.service());
  private final HikariDataSource admin = TestService.open(stack.postgres());
  private final Store store = StoreFactory.create(pool, Ids.timeOrdered());
  private final RedisMemory redis = RedisMemory.open(RedisOptions.of(URI.create(stack.redisUrl())));
  private final TemporalConnection temporal =
      new TemporalConnection(
          new TemporalConfig(
              stack.temporalAddress(),
              "default",
              stack.taskQueue(),
              Duration.seconds(5),
              new TemporalTls(false, ClientTls.of("", "", ""), "", ""),
              false,
              ""),
          new NoopScope(),
          new RunPayloadCodec(new NoCipher(), "default", false));

  /** Takes requests and works on runs, but erases nothing by itself. */
  private final ServiceProcess service = ServiceProcess.start(environment("1h"));

  private final Contract contract = Contract.of(service);
  private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");

  @AfterAll
  void close() {
    service.close();
    temporal.stop();
    redis.close();
    admin.close();
    pool.close();
  }

  private Map<String, String> environment(String eraseInterval) {
    Map<String, String> environment = TestService.environment(stack);
    environment.put("PERDURE_ERASE_INTERVAL", eraseInterval);
    return environment;
  }

  private Provisioner.Result organization() {
    return new Provisioner(
            store, new KeyHash(TestService.PEPPER), Ids.timeOrdered(), Clock.systemUTC())
        .provision(
            new Provisioner.Request(
                "org-" + UUID.randomUUID(), null, "tester", "demo", "rehearsal/default", false));
  }

  private Client client(Provisioner.Result of) {
    return new Client(service.url(), of.apiKey(), contract);
  }

  private void work(Client client) {
    client.await(client.run("first " + canary));
    client.await(client.run("second " + canary));
    Answer live = client.run("slow:600@100 " + canary);
    Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(30))
        .until(() ->
            client.get("/v1/runs/" + live.string("run_id")).string("status").equals("running"));
  }

  private String slug(Client client) {
    return client.get("/v1/admin/organization").expect(200).string("slug");
  }

  /** Erases, and dies when it has made so many calls; whether it came to its end before. */
  private boolean eraseAndDieAfter(int calls) {
    sql("UPDATE erasures SET taken_at = NULL, accepted_at = accepted_at - interval '1 minute'");
    int[] left = {calls};
    Erasures mortal =
        (Erasures)
            Proxy.newProxyInstance(
                Erasures.class.getClassLoader(),
                new Class<?>[] {Erasures.class},
                (proxy, method, arguments) -> {
                  if (left[0]-- == 0) {
                    throw new Died();
                  }
                  try {
                    return method.invoke(store.erasures(), arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    Eraser eraser =
        new Eraser(
            mortal,
            store.runs(),
            new TemporalRunStarter(temporal, store.runs()),
            redis.publisher(),
            redis.erasure(),
            FilesFactory.create(
                    pool,
                    Ids.timeOrdered(),
                    Plans.builtIn(),
                    MessageEncryption.none(),
                    WorkspaceSettings.STANDARD,
                    null,
                    false)
                .upkeep(),
            new WorkflowErasure(temporal),
            java.time.Duration.ZERO);
    try {
      eraser.run();
      return count("SELECT count(*) FROM erasures") == 0;
    } catch (Died e) {
      return false;
    }
  }

  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private int dyingAgainAndAgain() {
    AtomicInteger deaths = new AtomicInteger();
    Awaitility.await()
        .atMost(LONG)
        .pollInterval(java.time.Duration.ofMillis(20))
        .until(() -> eraseAndDieAfter(deaths.getAndIncrement()));
    return deaths.get() - 1;
  }

  @Test
  void anOrganizationIsErasedWhateverStepIsTheLastOfWhoeverWorksOnIt() throws SQLException {
    Provisioner.Result provisioned = organization();
    Client owner = client(provisioned);
    work(owner);
    assertThat(Everything.tables(stack.postgres()).toString()).contains(canary);
    assertThat(Everything.redis(stack.redisUrl())).contains(canary);
    owner.post("/v1/admin/organization/erase", "{\"confirm\":\"" + slug(owner) + "\"}").expect(202);
    assertThat(dyingAgainAndAgain()).as("how often somebody died").isGreaterThan(5);
    assertThat(store.organizations().get(new OrgId(provisioned.orgId()))).isEmpty();
    assertThat(Everything.tables(stack.postgres()).toString()).doesNotContain(canary);
    assertThat(Everything.redis(stack.redisUrl()))
        .doesNotContain(canary, provisioned.orgId().toString());
    assertThat(new WorkflowErasure(temporal).organization(new OrgId(provisioned.orgId())))
        .as("workflows that Temporal still knows")
        .isZero();
  }

  @Test
  void aUserIsErasedWhateverStepIsTheLastOfWhoeverWorksOnThem() throws SQLException {
    Provisioner.Result provisioned = organization();
    Client owner = client(provisioned);
    String user =
        owner
            .post("/v1/admin/users", "{\"name\":\"" + canary + "\",\"role\":\"developer\"}")
            .expect(201)
            .string("id");
    String key =
        owner
            .post(
                "/v1/admin/api-keys",
                "{\"name\":\"%s\",\"user_id\":\"%s\"}".formatted(canary, user))
            .expect(201)
            .string("secret");
    work(new Client(service.url(), key, contract));
    owner.post("/v1/admin/users/" + user + "/erase", "{\"confirm\":\"" + user + "\"}").expect(202);
    assertThat(dyingAgainAndAgain()).as("how often somebody died").isGreaterThan(5);
    owner.get("/v1/admin/users/" + user).problem(404, "user_not_found");
    assertThat(Everything.tables(stack.postgres()).toString()).doesNotContain(canary);
    assertThat(Everything.redis(stack.redisUrl())).doesNotContain(canary);
  }

  @Test
  void anotherNodeGoesOnWhenOneIsKilledInTheMiddle() {
    Provisioner.Result provisioned = organization();
    Client owner = client(provisioned);
    Answer run = owner.run("hello");
    owner.await(run);
    sql(
        """
        INSERT INTO execution_logs (org_id, session_id, pos, run_id, at, type, event)
        SELECT org_id, session_id, 1000 + n, id, now(), 'STEP_STARTED', '{}'
        FROM runs, generate_series(1, 100000) n WHERE id = '%s'
        """
            .formatted(run.string("run_id")));
    owner.post("/v1/admin/organization/erase", "{\"confirm\":\"" + slug(owner) + "\"}").expect(202);
    String logs =
        "SELECT count(*) FROM execution_logs WHERE org_id = '" + provisioned.orgId() + "'";
    long all = count(logs);
    ServiceProcess killed = ServiceProcess.start(environment("100ms"));
    Awaitility.await()
        .atMost(LONG)
        .pollInterval(java.time.Duration.ofMillis(20))
        .until(() -> count(logs) < all);
    killed.close();
    Awaitility.await().until(() -> !killed.isAlive());
    assertThat(count(logs)).as("it was in the middle").isBetween(1L, all - 1);
    try (ServiceProcess _ = ServiceProcess.start(environment("100ms"))) {
      Awaitility.await()
          .atMost(LONG)
          .until(() -> store.organizations().get(new OrgId(provisioned.orgId())).isEmpty());
    }
    assertThat(count(logs)).isZero();
  }

  private void sql(String sql) {
    try (Connection connection = admin.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private long count(String sql) {
    try (Connection connection = admin.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Nothing is encrypted here. */
  private static final class NoCipher implements FieldCipher {

    @Override
    public byte[] encrypt(OrgId orgId, FieldName field, byte[] value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] decrypt(OrgId orgId, FieldName field, byte[] encrypted) {
      throw new UnsupportedOperationException();
    }
  }
}
