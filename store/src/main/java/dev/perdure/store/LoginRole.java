package dev.perdure.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The role the service logs in as. It is made by the owner of the tables, who may have to be helped
 * by an administrator of the server.
 */
public final class LoginRole {

  /** Two that change one role at the same moment: one of them is told so, and tries again. */
  private static final int ATTEMPTS = 5;

  private LoginRole() {}

  /**
   * Makes the role when it is missing, lets it log in with this password, and makes it a member of
   * {@code perdure_app}.
   *
   * @param owner logs in as the owner of the tables, after {@link Migrations}
   * @param role how the service logs in; with an empty password only its membership is seen to
   * @throws LoginRoleException says what an administrator must run when the owner may not
   */
  public static void ensure(DataSource owner, PoolConfig role) {
    SQLException last = new SQLException();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try (Connection connection = owner.getConnection()) {
        ensure(connection, role);
        return;
      } catch (SQLException e) {
        last = e;
        if ("42501".equals(e.getSQLState())) {
          break;
        }
      }
    }
    throw new LoginRoleException(advice(role.user(), last), last);
  }

  private static void ensure(Connection connection, PoolConfig role) throws SQLException {
    String user = role.user();
    if (yes(connection, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = ?", user)) {
      throw new LoginRoleException(
          ("The role \"%s\" passes row-level security. Name another in database.user"
                  + " (PERDURE_POSTGRES_USER).")
              .formatted(user),
          null);
    }
    if (!yes(connection, "SELECT to_regrole(quote_ident(?)) IS NOT NULL", user)) {
      execute(connection, "CREATE ROLE " + quoted(user) + " LOGIN");
    }
    if (!role.password().isEmpty() && !logsIn(role)) {
      // Sends a verifier, not the password, which would show in the server's log.
      connection
          .unwrap(PGConnection.class)
          .alterUserPassword(user, role.password().toCharArray(), null);
    }
    if (!yes(connection, "SELECT pg_has_role(?, 'perdure_app', 'USAGE')", user)) {
      execute(connection, "GRANT perdure_app TO " + quoted(user));
    }
  }

  private static boolean logsIn(PoolConfig role) {
    Properties properties = new Properties();
    properties.putAll(role.driver());
    properties.setProperty("user", role.user());
    properties.setProperty("password", role.password());
    try (Connection connection = DriverManager.getConnection(role.url(), properties)) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean yes(Connection connection, String question, String role)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, role);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String advice(String user, SQLException why) {
    return ("The role \"%s\", as which the service logs in, could not be made (%s). Let an"
            + " administrator of the server run: CREATE ROLE %s LOGIN PASSWORD '…'; GRANT"
            + " perdure_app TO %s; with the password that database.password names. Then migrate"
            + " again.")
        .formatted(user, why.getMessage(), quoted(user), quoted(user));
  }

  /** The role could not be made; the message says what to run. */
  public static final class LoginRoleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoginRoleException(String message, @Nullable SQLException cause) {
      super(message, cause);
    }
  }
}
