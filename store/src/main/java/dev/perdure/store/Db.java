package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.OrgId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to the database. Whatever concerns an organization goes through {@link #inOrg}, the
 * few looks across organizations through {@link #acrossOrgs}. Row-level security holds it to that:
 * nothing is done before {@link RoleCheck} has found that the role can't get around it.
 */
final class Db {

  private static final Logger LOG = LoggerFactory.getLogger(Db.class);

  /** How often a transaction is tried. */
  static final int ATTEMPTS = 4;

  /** Deadlock, serialization failure: the whole transaction may be tried again. */
  private static final Set<String> TRY_AGAIN = Set.of("40P01", "40001");

  private final Jdbi jdbi;
  private final int attempts;
  private final RoleCheck role = new RoleCheck();

  Db(Jdbi jdbi, int attempts) {
    this.jdbi = jdbi;
    this.attempts = attempts;
  }

  /**
   * Runs one transaction for an organization: row-level security shows it no other's rows.
   *
   * @param work may be run again when the database asks for it, so it must change nothing else
   */
  <T extends @Nullable Object> T inOrg(OrgId orgId, Function<Handle, T> work) {
    return transaction(
        handle -> {
          CurrentOrg.set(handle, orgId);
          return work.apply(handle);
        },
        "organization " + orgId);
  }

  /**
   * Reads an organization's rows as all of them are at one moment, once: what was handed on can't
   * be taken back.
   *
   * @param standsStill how long the reader may take between two rows
   */
  <T> T snapshot(OrgId orgId, Duration standsStill, Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(
          TransactionIsolationLevel.REPEATABLE_READ,
          handle -> {
            role.admit(handle.getConnection());
            CurrentOrg.set(handle, orgId);
            handle.execute("SET TRANSACTION READ ONLY");
            handle.execute(
                "SET LOCAL idle_in_transaction_session_timeout = " + standsStill.toMillis());
            return work.apply(handle);
          });
    } catch (JdbiException e) {
      if (away(e, sqlState(e))) {
        throw PerdureException.unavailable("database", e);
      }
      throw new IllegalStateException("a look at organization " + orgId + " failed", e);
    }
  }

  /** The rows that a query finds of a run; it is given {@code org} and {@code run}. */
  <T> List<T> ofRun(OrgId orgId, UUID runId, String query, RowMapper<T> rows) {
    return inOrg(
        orgId,
        handle ->
            handle
                .createQuery(query)
                .bind("org", orgId.value())
                .bind("run", runId)
                .map(rows)
                .list());
  }

  /**
   * Runs one transaction for no organization: it sees no rows, and can only call the functions of
   * the schema {@code crossing}.
   */
  <T extends @Nullable Object> T acrossOrgs(Function<Handle, T> work) {
    return transaction(work, "all organizations");
  }

  private <T extends @Nullable Object> T transaction(Function<Handle, T> work, String scope) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jdbi.inTransaction(handle -> {
          role.admit(handle.getConnection());
          return work.apply(handle);
        });
      } catch (JdbiException e) {
        String state = sqlState(e);
        if (attempt < attempts && TRY_AGAIN.contains(state)) {
          LOG.warn("a transaction for {} is tried again after {}", scope, state);
          continue;
        }
        if (away(e, state)) {
          throw PerdureException.unavailable("database", e);
        }
        throw new IllegalStateException("a transaction for " + scope + " failed", e);
      }
    }
  }

  /** Whether the failure is of the kind {@code state}, such as {@code 23505} for a key in use. */
  static boolean is(Throwable failure, String state) {
    return sqlState(failure).equals(state);
  }

  private static String sqlState(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  private static boolean away(JdbiException failure, String state) {
    // Classes: 08 connection, 53 resources, 57P0 shutting down; 25P03: this process stood still for
    // too long. A pool that gave up has no state.
    return failure instanceof org.jdbi.v3.core.ConnectionException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P0")
        || state.equals("25P03");
  }
}
