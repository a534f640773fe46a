package dev.perdure.api;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.store.Ids;
import dev.perdure.store.LoginRole;
import dev.perdure.store.Migrations;
import dev.perdure.store.PoolConfig;
import dev.perdure.store.Pools;
import dev.perdure.store.Store;
import dev.perdure.store.StoreFactory;
import dev.perdure.testkit.OidcProvider;
import dev.perdure.testkit.TestCipher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One process with both roles, started on first use and shared by the tests of this module, and its
 * database. Each test makes organizations of its own, so that none sees another's things.
 */
final class TestService {

  static final String PEPPER = "a pepper for tests, of enough characters";

  /** 32 bytes in base64. */
  static final String ENCRYPTION_KEY = "YSBrZXkgZm9yIHRlc3RzLCBvZiAzMiBieXRlcywgb2s=";

  /** What tokens for the API name as their audience. */
  static final String AUDIENCE = "perdure-api";

  /** What the OIDC provider calls the console. */
  static final String CLIENT = "perdure-console";

  private static final String ISSUERS =
      """
      [{"issuer": "ISSUER", "audience": "perdure-api", "organizationClaim": "org",
        "rolesClaim": "realm_access.roles", "roles": {"boss": "admin", "staff": "operator"},
        "defaultRole": "viewer", "newUsers": "CREATE", "scopesClaim": "perdure_scopes"}]
      """
          .replace("\n", " ");

  private static final String OIDC =
      "{\"issuer\": \"ISSUER\", \"clientId\": \"perdure-console\", \"clientSecret\": \"SECRET\","
          + " \"name\": \"Example\"}";

  final TestStack stack;
  final HikariDataSource pool;

  /** Sees and changes everything, behind the service's back. */
  final HikariDataSource admin;

  final Store store;
  final OidcProvider oidc = OidcProvider.start();
  final ServiceProcess process;
  private final Contract contract;

  private TestService() {
    stack = SharedDevStack.get().forTest(TestService.class, "api", TestService::migrate);
    pool = open(stack.service());
    admin = open(stack.postgres());
    store = StoreFactory.create(pool, Ids.timeOrdered());
    Map<String, String> environment = environment(stack);
    environment.put("PERDURE_AUTH_ISSUERS", ISSUERS.replace("ISSUER", oidc.issuer()));
    environment.put(
        "PERDURE_AUTH_OIDC",
        OIDC.replace("ISSUER", oidc.issuer()).replace("SECRET", OidcProvider.CLIENT_SECRET));
    process = ServiceProcess.start(environment);
    contract = Contract.of(process);
  }

  static TestService get() {
    return Holder.INSTANCE;
  }

  /** A client of a new organization with every permission, and a demo agent. */
  Client newOrganization() {
    return client(provision("org-" + UUID.randomUUID()));
  }

  /** A client of the organization that runs the installation. */
  Client operator() {
    return client(
        provisioner(store)
            .provision(
                new Provisioner.Request(
                    "The operator", null, "root", null, "rehearsal/default", true)));
  }

  Client client(Provisioner.Result provisioned) {
    return new Client(process.url(), provisioned.apiKey(), contract);
  }

  Client clientWith(String key) {
    return new Client(process.url(), key, contract);
  }

  Contract contract() {
    return contract;
  }

  Provisioner.Result provision(String name) {
    return provision(store, name);
  }

  /** A new organization in the database of another test's own. */
  static Provisioner.Result provision(TestStack stack) {
    try (HikariDataSource pool = open(stack.service())) {
      return provision(StoreFactory.create(pool, Ids.timeOrdered()), "org-" + UUID.randomUUID());
    }
  }

  private static Provisioner.Result provision(Store store, String name) {
    return provisioner(store)
        .provision(
            new Provisioner.Request(name, null, "tester", "demo", "rehearsal/default", false));
  }

  private static Provisioner provisioner(Store store) {
    return new Provisioner(store, new KeyHash(PEPPER), Ids.timeOrdered(), Clock.systemUTC());
  }

  /** What another process over the same parts is started with. */
  Map<String, String> environment() {
    return environment(stack);
  }

  static Map<String, String> environment(TestStack stack) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PERDURE_POSTGRES_URL", stack.postgres().jdbcUrl());
    environment.put("PERDURE_POSTGRES_USER", stack.service().user());
    environment.put("PERDURE_POSTGRES_PASSWORD", stack.service().password());
    environment.put("PERDURE_REDIS_URL", stack.redisUrl());
    environment.put("PERDURE_TEMPORAL_ADDRESS", stack.temporalAddress());
    environment.put("PERDURE_TASK_QUEUE", stack.taskQueue());
    environment.put("PERDURE_PEPPER", PEPPER);
    environment.put("PERDURE_TRUSTED_PROXIES", "127.0.0.1");
    environment.put("PERDURE_CORS_ORIGINS", "https://app.example.com, http://localhost:3000");
    environment.put("PERDURE_ENCRYPTION_KEY", ENCRYPTION_KEY);
    environment.put(
        "PERDURE_ENCRYPT_MESSAGES", Boolean.toString(Boolean.getBoolean(TestCipher.PROPERTY)));
    environment.put("PERDURE_RECONCILE_INTERVAL", "1s");
    environment.put("PERDURE_SWEEP_AGE", "200ms");
    environment.put("PERDURE_HEARTBEAT", "1s");
    // Little, so that tests go over it soon.
    environment.put("PERDURE_MAX_UPLOAD_SIZE", "8MB");
    environment.put("PERDURE_PLAN", "development");
    environment.put("PERDURE_ADDRESS_PER_SECOND", "1000");
    environment.put("PERDURE_ADDRESS_BURST", "10000");
    environment.put("PERDURE_REHEARSAL_PAUSE_MS", "1");
    environment.put("PERDURE_CONSOLE_PATH", consoleFolder().toString());
    return environment;
  }

  private static Path consoleFolder() {
    try {
      Path folder = Files.createTempDirectory("perdure-console");
      Files.writeString(folder.resolve("index.html"), "<script>let a = 1;</script><p>Start</p>");
      Files.writeString(folder.resolve("404.html"), "<p>Nothing here</p>");
      Files.createDirectories(folder.resolve("runs"));
      Files.writeString(folder.resolve("runs/index.html"), "<p>Runs</p>");
      Files.createDirectories(folder.resolve("_next/static"));
      Files.writeString(folder.resolve("_next/static/app.123.js"), "let b = 2;");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void migrate(PostgresAddress address) {
    try (HikariDataSource pool = open(address)) {
      Migrations.apply(pool);
      LoginRole.ensure(pool, config(TestStack.service(address)));
    }
  }

  static HikariDataSource open(PostgresAddress address) {
    return Pools.open("api-test", config(address));
  }

  private static PoolConfig config(PostgresAddress address) {
    return PoolConfig.of(address.jdbcUrl(), address.user(), address.password());
  }

  private static final class Holder {
    static final TestService INSTANCE = new TestService();
  }
}
