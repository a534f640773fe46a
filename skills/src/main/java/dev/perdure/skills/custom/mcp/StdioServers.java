package dev.perdure.skills.custom.mcp;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Starts the processes of one server, and not again for a while after some could not be started or
 * ended at once.
 */
final class StdioServers implements McpServers, AutoCloseable {

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private final StdioServer server;
  private final McpJson json;
  private final Set<StdioProcess> running = new HashSet<>();
  private int failures;
  private long notBefore = System.nanoTime();
  private boolean closed;

  StdioServers(StdioServer server, McpJson json) {
    this.server = server;
    this.json = json;
  }

  @Override
  public McpChannel channel(McpUse use) {
    checkPause();
    return new StdioChannel(start(), json, use);
  }

  private StdioProcess start() {
    long began = System.nanoTime();
    try {
      StdioProcess process =
          StdioProcess.start(
              server, byItself -> ended(byItself && System.nanoTime() - began < AT_ONCE.toNanos()));
      if (!keep(process)) {
        process.close();
      }
      return process;
    } catch (IOException e) {
      ended(true);
      throw McpFailure.busy(
          "The MCP server's program can't be started: the operator has to look at it.", null);
    }
  }

  private synchronized boolean keep(StdioProcess process) {
    running.removeIf(one -> !one.lives());
    return !closed && running.add(process);
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
  public void close() {
    List<StdioProcess> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(running);
      running.clear();
    }
    left.forEach(StdioProcess::close);
  }
}
