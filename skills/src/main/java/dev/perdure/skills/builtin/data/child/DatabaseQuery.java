package dev.perdure.skills.builtin.data.child;

import dev.perdure.skills.builtin.data.wire.Failure;
import dev.perdure.skills.builtin.data.wire.Request;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A query of a database, in one transaction that reads only and is never committed. The query is
 * the body of a cursor: the server's own parser lets nothing but a query be one.
 */
final class DatabaseQuery {

  private static final int BATCH = 200;
  private static final String CURSOR = "perdure_cursor";
  private static final String DECLARE = "DECLARE " + CURSOR + " NO SCROLL CURSOR FOR ";

  private final Request.OfDatabase request;
  private final Replies replies;
  private final Stop stop;

  DatabaseQuery(Request.OfDatabase request, Replies replies, Stop stop) {
    this.request = request;
    this.replies = replies;
    this.stop = stop;
  }

  void run() {
    try (Connection connection = Postgres.open(request.server(), request.bounds().time())) {
      ask(connection);
    } catch (SQLException e) {
      replies.failure(Failure.UNREACHABLE, Postgres.message(e, 0, ""));
    }
  }

  private void ask(Connection connection) throws SQLException {
    String sql = request.sql();
    try (Statement statement = connection.createStatement()) {
      stop.running(statement);
      Postgres.settle(statement, request.server(), request.bounds().time());
      RoleCheck role = RoleCheck.of(statement);
      if (!role.unsafe().isEmpty()) {
        replies.failure(Failure.UNSAFE_ROLE, role.unsafe());
        return;
      }
      if (!role.warning().isEmpty()) {
        replies.note(role.warning());
      }
      if (sql.isEmpty()) {
        replies.end(0, false);
      } else if (request.parameters().isEmpty()) {
        cursor(connection, statement, sql);
      } else {
        own(connection, sql);
      }
    } catch (RefusedException e) {
      replies.failure(Failure.REFUSED, String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      replies.failure(Postgres.failure(e), Postgres.message(e, DECLARE.length(), sql));
    } finally {
      connection.rollback();
    }
  }

  private void cursor(Connection connection, Statement statement, String sql)
      throws SQLException, RefusedException {
    String declare = DECLARE + sql;
    Postgres.single(connection, declare);
    statement.execute(declare);
    Rows rows = rows();
    boolean begun = false;
    int taken;
    do {
      try (ResultSet batch = statement.executeQuery("FETCH FORWARD " + BATCH + " FROM " + CURSOR)) {
        if (!begun) {
          rows.begin(batch.getMetaData());
          begun = true;
        }
        taken = rows.take(batch);
      }
    } while (taken == BATCH && !rows.enough());
    rows.end();
  }

  /** A statement of Perdure's own. */
  private void own(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      stop.running(statement);
      List<String> parameters = request.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        statement.setString(i + 1, parameters.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        Rows rows = rows();
        rows.begin(result.getMetaData());
        rows.take(result);
        rows.end();
      }
    }
  }

  private Rows rows() {
    int kept = request.bounds().rows();
    return new Rows(replies, new PostgresValues(), kept, kept + 1L);
  }
}
