package dev.perdure.devstack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Makes databases, also as copies of one that was made ready once. */
final class Databases {

  private Databases() {}

  /** Makes an empty database. */
  static void create(PostgresAddress admin, String name) {
    onServer(admin, statement -> statement.execute("create database " + quoted(name)));
  }

  /** Makes an empty database, unless there is one of that name; tells whether it did. */
  static boolean ensure(PostgresAddress admin, String name) {
    AtomicBoolean made = new AtomicBoolean();
    onServer(
        admin,
        statement -> {
          if (!exists(statement.getConnection(), name)) {
            statement.execute("create database " + quoted(name));
            made.set(true);
          }
        });
    return made.get();
  }

  /** Makes a copy of a template. */
  static void copy(PostgresAddress admin, String template, String name) {
    onServer(
        admin,
        statement ->
            statement.execute(
                "create database %s template %s strategy file_copy"
                    .formatted(quoted(name), quoted(template))));
  }

  /** Deletes a database, with its connections. */
  static void drop(PostgresAddress admin, String name) {
    onServer(
        admin,
        statement ->
            statement.execute("drop database if exists %s (force)".formatted(quoted(name))));
  }

  /**
   * Makes a template once for all processes that use the server.
   *
   * @param prepare makes the new, empty database ready; it must close its connections
   */
  static void template(PostgresAddress admin, String name, Consumer<PostgresAddress> prepare) {
    String building = name + "_new";
    onServer(
        admin,
        statement -> {
          statement.execute("select pg_advisory_lock(hashtext('%s'))".formatted(name));
          if (!exists(statement.getConnection(), name)) {
            statement.execute("drop database if exists %s (force)".formatted(quoted(building)));
            statement.execute("create database " + quoted(building));
            prepare.accept(admin.withDatabase(building));
            statement.execute(
                "alter database %s rename to %s".formatted(quoted(building), quoted(name)));
          }
        });
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select 1 from pg_database where datname = ?")) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static String quoted(String name) {
    if (!name.matches("[a-z0-9_]{1,63}")) {
      throw new IllegalArgumentException("a database's name is of a-z, 0-9 and _: " + name);
    }
    return '"' + name + '"';
  }

  private static void onServer(PostgresAddress admin, SqlWork work) {
    try (Connection connection =
            DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password());
        Statement statement = connection.createStatement()) {
      work.run(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface SqlWork {
    void run(Statement statement) throws SQLException;
  }
}
