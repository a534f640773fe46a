package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.transaction.TransactionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the role the service logs in as is held by row-level security. Owners and superusers pass
 * it unseen, so a service that logs in as one is refused.
 */
public final class RoleCheck {

  private static final Logger LOG = LoggerFactory.getLogger(RoleCheck.class);

  // A role can do what any role can that it is a member of, directly or not.
  private static final String LOOK =
      """
      WITH held AS (
        SELECT r.* FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER')
      )
      SELECT
        session_user AS name,
        (SELECT bool_or(rolsuper) FROM held) AS superuser,
        (SELECT bool_or(rolbypassrls) FROM held) AS bypasses,
        (SELECT bool_or(rolcreaterole) FROM held) AS makes_roles,
        (SELECT bool_or(rolreplication) FROM held) AS replicates,
        (SELECT bool_or(rolname = 'perdure_crossing') FROM held) AS crosses,
        EXISTS (SELECT FROM pg_class c JOIN held ON held.oid = c.relowner
                WHERE c.relnamespace = current_schema()::regnamespace) AS owns,
        has_schema_privilege(session_user, current_schema(), 'CREATE') AS creates,
        coalesce(pg_has_role(current_user, to_regrole('perdure_app'), 'USAGE'), false) AS member,
        ARRAY(SELECT c.relname::text FROM pg_class c
              WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
                AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                AND has_table_privilege(current_user, c.oid, 'SELECT, INSERT, UPDATE, DELETE')
              ORDER BY 1) AS open_tables
      """;

  private volatile boolean admitted;
  private volatile String told = "";

  /**
   * How a role is held.
   *
   * @param passes whether it gets around row-level security, so that a service with it must not run
   * @param problems what is wrong and what to do; empty when the role is fit
   */
  public record Fitness(boolean passes, List<String> problems) {

    private static final Fitness FIT = new Fitness(false, List.of());

    public Fitness {
      problems = List.copyOf(problems);
    }

    /** The problems as one line. */
    @Override
    public String toString() {
      return String.join(" ", problems);
    }
  }

  /**
   * Looks at the role of a data source.
   *
   * @throws SQLException when the database is away
   */
  public static Fitness look(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return look(connection);
    }
  }

  /**
   * Lets a connection pass, or refuses; once one has passed, all do.
   *
   * @throws PerdureException {@code database_unavailable} when the role is not fit
   */
  void admit(Connection connection) {
    if (admitted) {
      return;
    }
    try {
      Fitness fitness = look(connection);
      if (!fitness.problems().isEmpty()) {
        throw refused(fitness.toString());
      }
      admitted = true;
    } catch (SQLException e) {
      throw new TransactionException("the role could not be checked", e);
    }
  }

  private PerdureException refused(String why) {
    if (!told.equals(why)) {
      told = why;
      LOG.error("the database is not used: {}", why);
    }
    return PerdureException.unavailable("database", new IllegalStateException(why));
  }

  private static Fitness look(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet look = statement.executeQuery(LOOK)) {
      look.next();
      return fitness(look);
    }
  }

  private static Fitness fitness(ResultSet look) throws SQLException {
    String name = look.getString("name");
    List<String> powers = powers(look);
    if (!powers.isEmpty()) {
      return new Fitness(
          true,
          List.of(
              ("The database role \"%s\" %s, so that row-level security would not hold it. Name"
                      + " another in database.user (PERDURE_POSTGRES_USER), keep this one for"
                      + " database.ownerUser (PERDURE_POSTGRES_OWNER_USER), and run migrate.")
                  .formatted(name, String.join(", ", powers))));
    }
    if (!look.getBoolean("member")) {
      return new Fitness(
          false,
          List.of(
              "The database role \"%s\" is not a member of perdure_app. Run migrate."
                  .formatted(name)));
    }
    String[] open = (String[]) look.getArray("open_tables").getArray();
    return open.length == 0
        ? Fitness.FIT
        : new Fitness(
            true, List.of("Row-level security is off for: %s.".formatted(String.join(", ", open))));
  }

  private static List<String> powers(ResultSet look) throws SQLException {
    if (look.getBoolean("superuser")) {
      return List.of("is a superuser");
    }
    List<String> powers = new ArrayList<>();
    add(powers, look, "bypasses", "may bypass row-level security");
    add(powers, look, "makes_roles", "may make roles");
    add(powers, look, "replicates", "may replicate");
    add(powers, look, "owns", "owns tables");
    add(powers, look, "crosses", "is a member of perdure_crossing");
    add(powers, look, "creates", "may make things in the schema");
    return powers;
  }

  private static void add(List<String> powers, ResultSet look, String column, String what)
      throws SQLException {
    if (look.getBoolean(column)) {
      powers.add(what);
    }
  }
}
