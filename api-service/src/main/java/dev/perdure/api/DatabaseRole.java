package dev.perdure.api;

import dev.perdure.store.RoleCheck;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The role as which this process uses PostgreSQL: one that row-level security holds, or none. */
final class DatabaseRole {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseRole.class);

  private DatabaseRole() {}

  /**
   * Looks once, before anything is served. A database that is away, or not migrated yet, is looked
   * at again later: until the role has proved fit the store does nothing, and readiness says why.
   *
   * @throws StartRefusedException when row-level security would not hold the service
   */
  static void requireNotPassing(DataSource dataSource) {
    try {
      RoleCheck.Fitness fitness = RoleCheck.look(dataSource);
      if (fitness.passes()) {
        throw new StartRefusedException(fitness.toString());
      }
      if (!fitness.problems().isEmpty()) {
        LOG.warn("the database is not ready: {}", fitness);
      }
    } catch (SQLException e) {
      LOG.warn("the database is away, its role is checked later: {}", e.getMessage());
    }
  }

  /** Whether the database is there and its role is fit; throws when not. */
  static void requireFit(DataSource dataSource) throws SQLException {
    RoleCheck.Fitness fitness = RoleCheck.look(dataSource);
    if (!fitness.problems().isEmpty()) {
      throw new SQLException(fitness.toString());
    }
  }

  /** The service does not start; the message is one line that says what to do. */
  static final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartRefusedException(String message) {
      super(message, null, false, false);
    }
  }
}
