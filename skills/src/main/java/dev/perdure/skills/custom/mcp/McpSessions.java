package dev.perdure.skills.custom.mcp;

import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sessions that wait for another call, for a short time. One is lent to one call at a time, and
 * never to another organization, skill, or version.
 */
final class McpSessions implements AutoCloseable {

  /** Whose sessions. */
  record Key(OrgId orgId, String skill, String version) {}

  private record Idle(PinnedSession session, long since) {}

  private static final int MOST_EACH = 4;

  private final Map<Key, Deque<Idle>> idle = new HashMap<>();
  private final Duration longest;
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("mcp-sessions").factory());
  private boolean closed;

  /**
   * @param longest how long a session waits
   */
  McpSessions(Duration longest) {
    this.longest = longest;
    long millis = Math.max(1, longest.toMillis() / 2);
    var _ = clock.scheduleWithFixedDelay(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** The session that was used last, if one waits. */
  Optional<PinnedSession> take(Key key) {
    sweep();
    synchronized (this) {
      Deque<Idle> waiting = idle.get(key);
      return waiting == null || waiting.isEmpty()
          ? Optional.empty()
          : Optional.of(waiting.pop().session());
    }
  }

  /** Takes a session back. */
  void give(Key key, PinnedSession session) {
    synchronized (this) {
      Deque<Idle> waiting = idle.computeIfAbsent(key, _ -> new ArrayDeque<>());
      if (session.usable() && !closed && waiting.size() < MOST_EACH) {
        waiting.push(new Idle(session, System.nanoTime()));
        return;
      }
    }
    session.end();
  }

  private void sweep() {
    List<PinnedSession> over = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      for (Iterator<Deque<Idle>> all = idle.values().iterator(); all.hasNext(); ) {
        Deque<Idle> waiting = all.next();
        while (!waiting.isEmpty()
            && (closed || now - waiting.getLast().since() > longest.toNanos())) {
          over.add(waiting.removeLast().session());
        }
        if (waiting.isEmpty()) {
          all.remove();
        }
      }
    }
    over.forEach(PinnedSession::end);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      closed = true;
    }
    sweep();
  }
}
