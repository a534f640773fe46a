package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The processes of one server: started when a call needs one, never more than allowed at a time,
 * and not again for a while after one could not be started or ended at once.
 */
final class StdioServers implements McpServers, AutoCloseable {

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private final StdioServer server;
  private final McpJson json;
  private final Semaphore places;
  private final Set<StdioProcess> running = ConcurrentHashMap.newKeySet();
  private int failures;
  private long notBefore = System.nanoTime();
  private boolean closed;

  StdioServers(StdioServer server, McpJson json) {
    this.server = server;
    this.json = json;
    this.places = new Semaphore(server.processes());
  }

  @Override
  public McpChannel channel(McpUse use) {
    checkPause();
    try {
      if (!places.tryAcquire(use.left().toNanos(), TimeUnit.NANOSECONDS)) {
        throw McpFailure.busy("All processes of the MCP server are busy.", Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PerdureException.cancelled();
    }
    return new StdioChannel(start(), json, use);
  }

  private StdioProcess start() {
    long began = System.nanoTime();
    try {
      StdioProcess process =
          StdioProcess.start(
              server,
              byItself -> {
                places.release();
                ended(byItself && System.nanoTime() - began < AT_ONCE.toNanos());
              });
      synchronized (this) {
        running.removeIf(one -> !one.lives());
        running.add(process);
        if (closed) {
          process.close();
        }
      }
      return process;
    } catch (IOException e) {
      places.release();
      ended(true);
      throw McpFailure.busy(
          "The MCP server's program can't be started: the operator has to look at it.", null);
    }
  }

  /** What ends as soon as it was started is not started again at once. */
  private synchronized void ended(boolean atOnce) {
    failures = atOnce ? Math.min(failures + 1, 10) : 0;
    long pause = failures < 3 ? 0 : Math.min(LONGEST_PAUSE.toNanos(), 1_000_000_000L << failures);
    notBefore = System.nanoTime() + pause;
  }

  private synchronized void checkPause() {
    long left = notBefore - System.nanoTime();
    if (left > 0) {
      throw McpFailure.busy(
          "The MCP server's program ends as soon as it is started.", Duration.ofNanos(left));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    running.forEach(StdioProcess::close);
    running.clear();
  }
}
