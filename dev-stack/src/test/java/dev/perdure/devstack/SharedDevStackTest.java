package dev.perdure.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedDevStackTest {

  @Test
  void givesEachTestACopyOfATemplateThatIsMadeOnce() throws SQLException {
    SharedDevStack shared = SharedDevStack.get();
    String template = "template_" + Long.toString(System.nanoTime(), 36);
    AtomicInteger prepared = new AtomicInteger();

    TestStack one = shared.forTest(getClass(), template, db -> prepare(db, prepared));
    TestStack two = shared.forTest(getClass(), template, db -> prepare(db, prepared));

    assertThat(prepared).hasValue(1);
    assertThat(one.taskQueue()).isNotEqualTo(two.taskQueue());
    assertThat(one.redisUrl()).isNotEqualTo(two.redisUrl());
    run(one.postgres(), "delete from facts");
    assertThat(count(one.postgres())).isZero();
    assertThat(count(two.postgres())).isEqualTo(1);
    shared.release(one);
    shared.release(two);
  }

  private static void prepare(PostgresAddress database, AtomicInteger prepared) {
    prepared.incrementAndGet();
    try {
      run(database, "create table facts as select 1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(PostgresAddress database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(PostgresAddress database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from facts")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static Connection connect(PostgresAddress database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }
}
