package dev.perdure.api;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.devstack.PostgresAddress;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.RedisClient;

/** Everything the service has written, as text. */
final class Everything {

  private Everything() {}

  /** All rows of each table. */
  static Map<String, String> tables(PostgresAddress administrator) throws SQLException {
    Map<String, String> tables = new TreeMap<>();
    try (HikariDataSource pool = TestService.open(administrator);
        Connection connection = pool.getConnection()) {
      List<String> names =
          column(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
      for (String name : names) {
        tables.put(
            name, String.join("\n", column(connection, "SELECT t::text FROM \"" + name + "\" t")));
      }
    }
    return tables;
  }

  /** All values of each column, by {@code table.column}. */
  static Map<String, String> columns(PostgresAddress administrator) throws SQLException {
    Map<String, String> columns = new TreeMap<>();
    try (HikariDataSource pool = TestService.open(administrator);
        Connection connection = pool.getConnection()) {
      String names =
          "SELECT table_name || '.' || column_name FROM information_schema.columns"
              + " WHERE table_schema = 'public'";
      for (String name : column(connection, names)) {
        String[] parts = name.split("\\.", 2);
        String values = "SELECT \"%s\"::text FROM \"%s\"".formatted(parts[1], parts[0]);
        columns.put(name, String.join("\n", column(connection, values)));
      }
    }
    return columns;
  }

  /** All keys and values. */
  static String redis(String url) {
    StringBuilder all = new StringBuilder();
    try (RedisClient redis = RedisClient.create(URI.create(url))) {
      for (String key : redis.keys("*")) {
        all.append(key).append('=');
        switch (redis.type(key)) {
          case "string" -> all.append(redis.get(key));
          case "hash" -> all.append(redis.hgetAll(key));
          case "list" -> all.append(redis.lrange(key, 0, -1));
          case "set" -> all.append(redis.smembers(key));
          case "zset" -> all.append(redis.zrange(key, 0, -1));
          default -> throw new AssertionError("what type has " + key + "?");
        }
        all.append('\n');
      }
    }
    return all.toString();
  }

  /** The history of a run. */
  static WorkflowExecutionHistory history(String address, String runId) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    try {
      return WorkflowClient.newInstance(stubs).fetchHistory(runId);
    } finally {
      stubs.shutdownNow();
    }
  }

  private static List<String> column(Connection connection, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
    }
    return values;
  }
}
