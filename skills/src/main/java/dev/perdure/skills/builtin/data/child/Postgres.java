package dev.perdure.skills.builtin.data.child;

import dev.perdure.skills.builtin.data.wire.Failure;
import dev.perdure.skills.builtin.data.wire.Server;
import dev.perdure.skills.builtin.data.wire.Tls;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.core.Parser;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A connection that reads only. */
final class Postgres {

  private static final String CONNECT_SECONDS = "10";
  private static final String MOST_BYTES_OF_A_BATCH = "24M";
  private static final String CANCELLED = "57014";
  private static final String OUT_OF_MEMORY = "53200";

  private Postgres() {}

  /** Connects, to the literal addresses only: the driver has no name to look up. */
  static Connection open(Server server, Duration time) throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, server.user());
    PGProperty.PASSWORD.set(properties, server.password());
    PGProperty.SOCKET_FACTORY.set(properties, DirectSockets.class.getName());
    PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
    PGProperty.LOGIN_TIMEOUT.set(properties, CONNECT_SECONDS);
    PGProperty.SOCKET_TIMEOUT.set(properties, Long.toString(time.toSeconds() + 5));
    PGProperty.PREFER_QUERY_MODE.set(properties, "extended");
    PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    PGProperty.BINARY_TRANSFER.set(properties, false);
    PGProperty.READ_ONLY.set(properties, true);
    PGProperty.READ_ONLY_MODE.set(properties, "always");
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    PGProperty.JAAS_LOGIN.set(properties, false);
    PGProperty.MAX_RESULT_BUFFER.set(properties, MOST_BYTES_OF_A_BATCH);
    PGProperty.APPLICATION_NAME.set(properties, "perdure");
    protect(properties, server);
    String hosts =
        server.addresses().stream()
            .map(address -> address.indexOf(':') < 0 ? address : "[" + address + "]")
            .map(address -> address + ":" + server.port())
            .collect(Collectors.joining(","));
    PGProperty.PG_DBNAME.set(properties, server.database());
    Connection connection = new Driver().connect("jdbc:postgresql://" + hosts + "/", properties);
    if (connection == null) {
      throw new SQLException("the driver does not take the address");
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private static void protect(Properties properties, Server server) {
    if (server.tls() == Tls.OFF) {
      PGProperty.SSL_MODE.set(properties, "disable");
      return;
    }
    // The name is checked by PinnedTls: the driver knows the address only.
    PGProperty.SSL_MODE.set(properties, "require");
    PGProperty.SSL_FACTORY.set(properties, PinnedTls.class.getName());
    properties.setProperty(PinnedTls.HOST, server.host());
    properties.setProperty(PinnedTls.MODE, server.tls().name());
    properties.setProperty(PinnedTls.CA, server.ca());
  }

  /** Sets what holds for the transaction; with {@code LOCAL}, since a pooler may stand between. */
  static void settle(Statement statement, Server server, Duration time) throws SQLException {
    statement.setEscapeProcessing(false);
    long millis = time.toMillis();
    statement.execute("SET TRANSACTION READ ONLY");
    statement.execute("SET LOCAL statement_timeout = " + millis);
    statement.execute("SET LOCAL lock_timeout = " + Math.min(5_000, millis));
    statement.execute("SET LOCAL idle_in_transaction_session_timeout = " + (millis + 5_000));
    if (!server.schemas().isEmpty()) {
      statement.execute(
          server.schemas().stream()
              .map(DuckDb::name)
              .collect(Collectors.joining(", ", "SET LOCAL search_path = ", "")));
    }
  }

  /**
   * Refuses what the driver would send as more than one statement. What it sends as one the server
   * takes for one, or refuses: that is the extended protocol.
   */
  static void single(Connection connection, String sql) throws SQLException, RefusedException {
    boolean standardStrings = connection.unwrap(PgConnection.class).getStandardConformingStrings();
    int statements = Parser.parseJdbcSql(sql, standardStrings, false, true, false, true).size();
    if (statements != 1) {
      throw new RefusedException("One query at a time: this text has " + statements + ".");
    }
  }

  static Failure failure(SQLException e) {
    if (String.valueOf(e.getMessage()).contains("maxResultBuffer")) {
      return Failure.TOO_LARGE;
    }
    return switch (String.valueOf(e.getSQLState())) {
      case CANCELLED -> Failure.TOO_SLOW;
      case OUT_OF_MEMORY -> Failure.TOO_LARGE;
      case String state when state.startsWith("08") && !isOfTheServer(e) -> Failure.UNREACHABLE;
      default -> Failure.WRONG;
    };
  }

  private static boolean isOfTheServer(SQLException e) {
    return e instanceof PSQLException p && p.getServerErrorMessage() != null;
  }

  /**
   * What is wrong, as the server says it, and where.
   *
   * @param before characters before the query in what was sent
   */
  static String message(SQLException e, int before, String sql) {
    ServerErrorMessage told =
        e instanceof PSQLException known ? known.getServerErrorMessage() : null;
    if (told == null) {
      return String.valueOf(e.getMessage());
    }
    StringBuilder message = new StringBuilder(String.valueOf(told.getMessage()));
    int position = told.getPosition() - before - 1;
    if (position >= 0 && position <= sql.length()) {
      String left = sql.substring(0, position);
      message.append(" (line ").append(left.chars().filter(c -> c == '\n').count() + 1);
      message.append(", column ").append(position - left.lastIndexOf('\n')).append(')');
    }
    if (told.getDetail() != null) {
      message.append(". ").append(told.getDetail());
    }
    if (told.getHint() != null) {
      message.append(". ").append(told.getHint());
    }
    return message.toString();
  }
}
