package dev.perdure.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.devstack.fetch.FileTree;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.RedisClient;

/** A stack of its own, since its parts are killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevStackTest {

  private static final Duration QUICK = Duration.ofSeconds(2);

  private final DevStackOptions options = DevStackOptions.forTests();
  private DevStack stack;

  @BeforeAll
  void start() {
    stack = DevStack.start(options);
  }

  @AfterAll
  void stop() {
    stack.discard();
    FileTree.delete(options.folder());
  }

  @Test
  void postgresKeepsCommittedRowsAfterKill9AndHasPgvector() throws SQLException {
    stack.createDatabase("kept");
    execute("kept", "create extension vector");
    execute("kept", "create table facts (embedding vector(3))");
    execute("kept", "insert into facts values ('[1,2,3]')");

    stack.postgres().restart();

    assertThat(query("kept", "select embedding <-> '[1,2,4]' from facts")).isEqualTo("1");
  }

  @Test
  void postgresStartsThoughItsPidFileNamesAnotherProcess() throws Exception {
    stack.postgres().kill();
    var pidFile = options.data().resolve("postgres/postmaster.pid");
    var lines = Files.readAllLines(pidFile);
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(pidFile, lines);

    stack.postgres().start();

    assertThat(query("postgres", "select 1")).isEqualTo("1");
  }

  @Test
  void redisComesBackOnItsPortWithoutItsData() {
    try (RedisClient redis = RedisClient.create(URI.create(stack.addresses().redisUrl()))) {
      redis.set("greeting", "hello");
      assertThat(redis.get("greeting")).isEqualTo("hello");
    }
    stack.redis().restart();
    try (RedisClient redis = RedisClient.create(URI.create(stack.addresses().redisUrl()))) {
      assertThat(redis.get("greeting")).isNull();
      redis.set("greeting", "again");
      stack.wipeRedis();
      assertThat(redis.get("greeting")).isNull();
    }
  }

  @Test
  void temporalComesBackOnItsPort() {
    stack.temporal().kill();
    assertThat(stack.temporal().answers(QUICK)).isFalse();
    stack.temporal().start();
    assertThat(stack.temporal().answers(QUICK)).isTrue();
  }

  @Test
  void suspendedPartDoesNotAnswerUntilResumed() {
    stack.redis().suspend();
    assertThat(stack.redis().answers(Duration.ofMillis(300))).isFalse();
    assertThat(stack.redis().isAlive()).isTrue();
    stack.redis().resume();
    await().until(() -> stack.redis().answers(QUICK));
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = stack.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String query(String database, String sql) throws SQLException {
    try (Connection connection = stack.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
