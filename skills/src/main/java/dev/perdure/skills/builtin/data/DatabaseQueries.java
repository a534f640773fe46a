package dev.perdure.skills.builtin.data;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHosts;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.builtin.data.process.Answer;
import dev.perdure.skills.builtin.data.process.PrivateFolders;
import dev.perdure.skills.builtin.data.process.QueryProcesses;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import dev.perdure.skills.builtin.data.wire.Request;
import dev.perdure.skills.builtin.data.wire.Server;
import dev.perdure.skills.sandbox.process.WorkerFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Queries of connected databases. */
final class DatabaseQueries {

  private final PrivateFolders folders;
  private final QueryProcesses processes;
  private final QueryLimits limits;
  private final OutboundHosts hosts;

  DatabaseQueries(
      PrivateFolders folders, QueryProcesses processes, QueryLimits limits, OutboundHosts hosts) {
    this.folders = folders;
    this.processes = processes;
    this.limits = limits;
    this.hosts = hosts;
  }

  /**
   * Runs a query.
   *
   * @param parameters of Perdure's own statements; none for what a model wrote
   */
  ToolOutput run(
      ToolInvocation invocation,
      DatabaseConnection connection,
      String sql,
      List<String> parameters,
      Function<Answer, ToolOutput> teller) {
    Server server;
    try {
      server = server(invocation, connection);
    } catch (PerdureException e) {
      if (e.error() instanceof PerdureError.OutboundFailed failed && !failed.retryable()) {
        return ToolOutput.failure(
            "The connection " + connection.name() + " may not be made. " + failed.message());
      }
      throw e;
    }
    try (QueryProcesses.Turn turn = processes.takeTurn(invocation.cancellation())) {
      Path folder = folders.create();
      try {
        return teller.apply(
            turn.run(
                new Request.OfDatabase(FileQueries.bounds(limits), server, sql, parameters),
                folder));
      } finally {
        WorkerFolder.remove(folder);
      }
    } catch (IOException e) {
      throw PerdureException.toolRetryable(
          "query_folder_failed", "There is no room for the query.", null, e);
    }
  }

  /** A connection by its name; empty when the organization has none of that name. */
  static Optional<DatabaseConnection> find(ToolInvocation invocation) {
    String name = Schemas.text(invocation, Schemas.CONNECTION);
    return DatabaseConnection.all(invocation.context()).stream()
        .filter(connection -> connection.name().equals(name))
        .findFirst();
  }

  /** What is said when there is none. */
  static ToolOutput unknown(ToolInvocation invocation) {
    List<String> names =
        DatabaseConnection.all(invocation.context()).stream()
            .map(DatabaseConnection::name)
            .toList();
    return ToolOutput.failure(
        "There is no connection "
            + Schemas.text(invocation, Schemas.CONNECTION)
            + ". "
            + (names.isEmpty()
                ? "The organization has connected no database."
                : "There are: " + String.join(", ", names) + "."));
  }

  private Server server(ToolInvocation invocation, DatabaseConnection connection) {
    List<String> addresses =
        hosts
            .resolve(
                invocation.orgId(),
                connection.host(),
                connection.port(),
                DatabaseConnection.USUAL_PORT,
                invocation.cancellation())
            .stream()
            .map(InetAddress::getHostAddress)
            .toList();
    String password =
        invocation
            .context()
            .secret(DatabaseConnection.PASSWORD + ":" + connection.name())
            .orElse("");
    return new Server(
        connection.host(),
        addresses,
        connection.port(),
        connection.database(),
        connection.user(),
        password,
        connection.schemas(),
        connection.tls(),
        connection.ca());
  }
}
