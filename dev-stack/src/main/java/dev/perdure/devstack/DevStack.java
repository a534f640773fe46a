package dev.perdure.devstack;

import dev.perdure.devstack.fetch.ServerTools;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A running PostgreSQL, Redis and Temporal. Its processes die with this JVM.
 *
 * <p>Each part can be killed, suspended and started again on the same port and data.
 */
public final class DevStack implements AutoCloseable {

  private final StackAddresses addresses;
  private final Part postgres;
  private final Part redis;
  private final Part temporal;

  private DevStack(StackAddresses addresses, Part postgres, Part redis, Part temporal) {
    this.addresses = addresses;
    this.postgres = postgres;
    this.redis = redis;
    this.temporal = temporal;
  }

  /**
   * Finds or fetches the servers, starts them side by side, and waits until each answers.
   *
   * @throws DevStackException with a line that says what to do, when one can't be started
   */
  public static DevStack start(DevStackOptions options) {
    DevStack stack = prepare(options);
    try {
      inParallel(stack.parts().stream().<Runnable>map(part -> part::start).toList());
      return stack;
    } catch (DevStackException e) {
      stack.close();
      throw e;
    }
  }

  /** Finds or fetches the servers, and starts none. */
  public static DevStack prepare(DevStackOptions options) {
    return new StackAssembly(options, new ServerTools(options.home(), options.progress()))
        .assemble();
  }

  static DevStack of(StackAddresses addresses, Part postgres, Part redis, Part temporal) {
    return new DevStack(addresses, postgres, redis, temporal);
  }

  public StackAddresses addresses() {
    return addresses;
  }

  public Part postgres() {
    return postgres;
  }

  public Part redis() {
    return redis;
  }

  public Part temporal() {
    return temporal;
  }

  /** All three, in the order of start. */
  public List<Part> parts() {
    return List.of(postgres, redis, temporal);
  }

  /** Deletes everything in Redis, as a restart that lost its data would. */
  public void wipeRedis() {
    if (redis instanceof RedisPart own) {
      own.wipe();
    } else {
      throw new IllegalStateException("Redis is not ours to wipe: PERDURE_REDIS_URL is set");
    }
  }

  /** Makes an empty database. */
  public PostgresAddress createDatabase(String name) {
    Databases.create(addresses.postgres(), name);
    return addresses.postgres().withDatabase(name);
  }

  /**
   * A database of this stack.
   *
   * @param isNew whether it was made just now
   */
  public record Database(PostgresAddress address, boolean isNew) {}

  /** The database of that name, made when it is not there. */
  public Database ensureDatabase(String name) {
    boolean isNew = Databases.ensure(addresses.postgres(), name);
    return new Database(addresses.postgres().withDatabase(name), isNew);
  }

  /** Opens a connection as administrator. */
  public Connection connect(String database) throws SQLException {
    PostgresAddress address = addresses.postgres().withDatabase(database);
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  /** Ends at once what this stack started, when its data are not needed again. */
  public void discard() {
    for (Part part : parts()) {
      if (part instanceof OwnPart own) {
        own.discard();
      }
    }
  }

  /** Stops what this stack started. */
  @Override
  public void close() {
    inParallel(parts().stream().<Runnable>map(part -> part::stop).toList());
  }

  private static void inParallel(List<Runnable> tasks) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      tasks.forEach(task -> running.add(CompletableFuture.runAsync(task, executor)));
      running.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      if (e.getCause() instanceof DevStackException known) {
        throw known;
      }
      throw e;
    }
  }
}
