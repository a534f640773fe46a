package dev.perdure.skills.builtin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHosts;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.devstack.PostgresAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** SQL over a real PostgreSQL: as a role that reads, and as one that could write. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryDatabaseTest {

  private final ShopDatabase shop = new ShopDatabase(QueryDatabaseTest.class);
  private final PostgresAddress address = shop.address();
  private final String reader = shop.reader();

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @BeforeAll
  void open(@TempDir Path root) {
    scene = new Scene(root.resolve("queries"), Scene.SMALL, (_, host, _, _, _) -> loopback(host));
  }

  @AfterAll
  void close() throws IOException {
    scene.close();
    shop.close();
  }

  private static List<InetAddress> loopback(String host) {
    if (!host.equals("db.test")) {
      return OutboundHosts.none()
          .resolve(new OrgId(UUID.randomUUID()), host, 1, 1, Cancellation.NEVER);
    }
    return List.of(InetAddress.getLoopbackAddress());
  }

  private SkillContext context(String user) {
    return context(user, ShopDatabase.PASSWORD, Map.of());
  }

  private SkillContext context(String user, String password, Map<String, Object> more) {
    Map<String, Object> connection =
        new java.util.HashMap<>(
            Map.of(
                "name",
                "shop",
                "host",
                "db.test",
                "port",
                address.port(),
                "database",
                address.database(),
                "user",
                user,
                "tls",
                "off"));
    connection.putAll(more);
    return new SkillContext() {
      @Override
      public OrgId orgId() {
        return scene.org;
      }

      @Override
      public Map<String, Object> settings() {
        return Map.of("connections", List.of(connection));
      }

      @Override
      public Optional<String> secret(String name) {
        return name.equals("password:shop") ? Optional.of(password) : Optional.empty();
      }

      @Override
      public OutboundHttp http() {
        return OutboundHttp.none();
      }
    };
  }

  private ToolOutput query(String sql, String user) {
    return call("query_database", Map.of("connection", "shop", "sql", sql), context(user));
  }

  private ToolOutput call(String tool, Map<String, Object> arguments, SkillContext context) {
    return scene.call(tool, arguments, Cancellation.NEVER, context);
  }

  @Test
  void aQueryAnswersATable() {
    ToolOutput output =
        query("SELECT id, item, price, NULL AS nothing FROM orders ORDER BY id LIMIT 2;", reader);
    assertThat(output.content())
        .isEqualTo(
            """
            | id | item | price | nothing |
            | --- | --- | --- | --- |
            | 1 | item 1 | 1.50 | NULL |
            | 2 | item 2 | 3.00 | NULL |

            2 rows.\
            """);
    assertThat(scene.folders()).isEmpty();
  }

  @Test
  void valuesKeepWhatJsonCanHold() {
    ToolOutput output =
        query(
            """
            SELECT 9007199254740993, 1.5::float8, 0.1234567890123456789, 'NaN'::numeric,
              '2026-01-02'::date, 'infinity'::timestamptz, '2026-01-02 03:04:05+00'::timestamptz,
              ARRAY[1, 2], ARRAY['a'], '{"a": [1]}'::jsonb, '\\x01'::bytea, true,
              '00000000-0000-0000-0000-000000000001'::uuid, '3 days'::interval, 'x'::refcursor,
              '{"a": 1}'::jsonb ? 'a'
            """,
            reader);
    assertThat(scene.table(output).get("rows").get(0).toString())
        .isEqualTo(
            """
            ["9007199254740993",1.5,"0.1234567890123456789","NaN","2026-01-02","infinity",\
            "2026-01-02 03:04:05+00",[1,2],["a"],"{\\"a\\": [1]}","(1 bytes)",true,\
            "00000000-0000-0000-0000-000000000001","3 days","x",true]\
            """);
  }

  @Test
  void manyRowsAreCut() {
    ToolOutput output = query("SELECT * FROM orders a, orders b", reader);
    assertThat(output.content()).contains("The first 50 of more than 1001 rows.");
    assertThat(scene.table(output).get("rows")).hasSize(1_000);
    assertThat(query("SELECT repeat('x', 100000000)", reader).content())
        .contains("needed more than");
  }

  @Test
  void wrongSqlIsAnsweredWithWhatIsWrongAndWhere() {
    assertThat(query("SELECT id,\n  pice FROM orders", reader).content())
        .isEqualTo(
            "column \"pice\" does not exist (line 2, column 3). Perhaps you meant to reference the"
                + " column \"orders.price\".");
    assertThat(query("SELECT * FROM hidden", reader).content())
        .isEqualTo("permission denied for table hidden");
  }

  @Test
  void theDatabaseIsDescribed() {
    Map<String, Object> named = Map.of("connection", "shop");
    assertThat(call("describe_database", named, context(reader)).content())
        .contains("| public | orders | table |", "| other | things | table |")
        .doesNotContain("hidden", "may write");
    assertThat(
            call(
                    "describe_database",
                    Map.of("connection", "shop", "table", "orders"),
                    context(reader))
                .content())
        .contains("| public | id | integer | false | primary key | NULL |")
        .contains("| public | price | numeric(10,2) | true | NULL | in euros |");
    SkillContext narrow =
        context(reader, ShopDatabase.PASSWORD, Map.of("schemas", List.of("other")));
    assertThat(call("describe_database", named, narrow).content())
        .contains("things", "")
        .doesNotContain("orders |");
    assertThat(
            call("describe_database", Map.of("connection", "shop", "schema", "public"), narrow)
                .error())
        .isTrue();
    assertThat(
            call(
                    "query_database",
                    Map.of("connection", "shop", "sql", "SELECT count(*) AS n FROM things"),
                    narrow)
                .content())
        .contains("| 0 |");
  }

  @Test
  void aRoleThatMayWriteIsTold() {
    assertThat(query("SELECT 1 AS a", shop.writer()).content()).contains("may write");
  }

  @Test
  void aSuperuserIsRefused() {
    assertThat(
            call(
                    "query_database",
                    Map.of("connection", "shop", "sql", "SELECT pg_read_file('/etc/passwd')"),
                    context(address.user(), address.password(), Map.of()))
                .content())
        .contains("Not run.", "a superuser");
  }

  @Test
  void aSuperuserWhoWearsAnotherRoleIsRefused() {
    assertThat(query("SELECT 1 AS a", shop.disguised()).content())
        .contains("Not run.", "a superuser");
  }

  @Test
  void aConnectionNobodyMadeIsLikeOneOfAnother() {
    Map<String, Object> arguments = Map.of("connection", "theirs", "sql", "SELECT 1");
    assertThat(call("query_database", arguments, context(reader)).content())
        .isEqualTo("There is no connection theirs. There are: shop.");
    OrgId stranger = new OrgId(UUID.randomUUID());
    assertThat(
            call(
                    "query_database",
                    Map.of("connection", "shop", "sql", "SELECT 1"),
                    SkillContext.bare(stranger))
                .content())
        .isEqualTo("There is no connection shop. The organization has connected no database.");
  }

  @Test
  void aHostThatMayNotBeReachedIsRefused() {
    SkillContext inside = context(reader, ShopDatabase.PASSWORD, Map.of("host", "127.0.0.1"));
    ToolOutput output =
        call("query_database", Map.of("connection", "shop", "sql", "SELECT 1"), inside);
    assertThat(output.error()).isTrue();
    assertThat(output.content()).startsWith("The connection shop may not be made.");
  }

  @Test
  void aWrongPasswordIsToldWithoutIt() {
    SkillContext wrong = context(reader, "wrong-9e1", Map.of());
    assertThat(
            call("query_database", Map.of("connection", "shop", "sql", "SELECT 1"), wrong)
                .content())
        .startsWith("The database can't be reached:")
        .doesNotContain("wrong-9e1");
  }

  @Test
  void aServerWithoutTlsIsNotTrusted() {
    SkillContext tls = context(reader, ShopDatabase.PASSWORD, Map.of("tls", "verify-full"));
    assertThat(call("query_database", Map.of("connection", "shop", "sql", "SELECT 1"), tls).error())
        .isTrue();
  }

  @Test
  void healthTellsOfConnectionsThatAreNotVerified() {
    assertThat(scene.skill().health(context(reader)).state()).isEqualTo(SkillHealth.State.DEGRADED);
    assertThat(scene.skill().health(SkillContext.bare(scene.org))).isEqualTo(SkillHealth.OK);
  }

  @Test
  void aCancelledQueryEndsOnTheServerToo() throws Exception {
    Stoppable cancellation = new Stoppable();
    CompletableFuture<ToolOutput> running =
        CompletableFuture.supplyAsync(() ->
            scene.call(
                "query_database",
                Map.of("connection", "shop", "sql", "SELECT pg_sleep(9)"),
                cancellation,
                context(reader)));
    String active =
        "SELECT count(*) FROM pg_stat_activity WHERE usename = '"
            + reader
            + "' AND state = 'active' AND wait_event = 'PgSleep'";
    await().atMost(Duration.ofSeconds(8)).until(() -> shop.count(active) == 1);
    cancellation.request();
    await().atMost(Duration.ofSeconds(4)).until(() -> shop.count(active) == 0);
    assertThatThrownBy(running::join).hasCauseInstanceOf(PerdureException.class);
    assertThat(scene.folders()).isEmpty();
  }
}
