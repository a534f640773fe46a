package dev.perdure.skills.custom.mcp;

import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sessions with the few processes of one server. An organization has no more than its share; an
 * idle process makes way for whoever needs its place; who waits longest is served first. Nothing is
 * started or spoken to under the lock.
 */
final class StdioSessions implements SessionPool, AutoCloseable {

  private record Idle(OrgId orgId, PinnedSession session, long since) {}

  /** A call that waits; told apart by identity. */
  private static final class Waiting {
    final OrgId orgId;

    Waiting(OrgId orgId) {
      this.orgId = orgId;
    }
  }

  /** What a call gets: a session that was idle, or a place and whom it is taken from. */
  private record Turn(@Nullable PinnedSession own, @Nullable PinnedSession evicted) {}

  private final McpServers servers;
  private final ToolOffers offers;
  private final int most;
  private final int mostEach;
  private final Duration longest;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> queue = new ArrayDeque<>();

  /** Last used first. */
  private final Deque<Idle> idle = new ArrayDeque<>();

  /** How many places each organization has, for idle sessions too. */
  private final Map<OrgId, Integer> held = new HashMap<>();

  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("mcp-processes").factory());
  private boolean closed;

  /**
   * @param most processes at a time
   * @param mostEach processes of one organization
   * @param longest how long a session is idle before its process ends
   */
  StdioSessions(McpServers servers, ToolOffers offers, int most, int mostEach, Duration longest) {
    this.servers = servers;
    this.offers = offers;
    this.most = most;
    this.mostEach = mostEach;
    this.longest = longest;
    long millis = Math.max(1, longest.toMillis() / 2);
    var _ = clock.scheduleWithFixedDelay(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** None: {@link #begin} lends those too, and knows that they still live. */
  @Override
  public Optional<PinnedSession> waiting(OrgId orgId) {
    return Optional.empty();
  }

  @Override
  public PinnedSession begin(McpUse use) {
    OrgId orgId = use.context().orgId();
    Turn turn = use.waitFor(nanos -> turn(new Waiting(orgId), nanos));
    if (turn == null) {
      throw McpFailure.busy("All processes of the MCP server are busy.", Duration.ofSeconds(5));
    }
    if (turn.own() != null) {
      return turn.own();
    }
    try {
      if (turn.evicted() != null) {
        turn.evicted().end();
      }
      return new PinnedSession(McpConnection.open(servers.channel(use), use), offers);
    } catch (RuntimeException e) {
      locked(() -> release(orgId));
      throw e;
    }
  }

  @Override
  public void give(OrgId orgId, PinnedSession session) {
    boolean kept =
        locked(() -> {
          if (session.usable() && !closed) {
            idle.addFirst(new Idle(orgId, session, System.nanoTime()));
            return true;
          }
          release(orgId);
          return false;
        });
    if (!kept) {
      session.end();
    }
  }

  private @Nullable Turn turn(Waiting call, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      queue.addLast(call);
      long left = nanos;
      while (!isNext(call)) {
        if (left <= 0) {
          return null;
        }
        left = changed.awaitNanos(left);
      }
      return take(call.orgId);
    } finally {
      queue.remove(call);
      changed.signalAll();
      lock.unlock();
    }
  }

  private boolean isNext(Waiting call) {
    dropDead();
    return queue.stream().filter(one -> servable(one.orgId)).findFirst().orElse(null) == call;
  }

  private boolean servable(OrgId orgId) {
    return own(orgId).isPresent()
        || (held.getOrDefault(orgId, 0) < mostEach && (all() < most || !idle.isEmpty()));
  }

  private Turn take(OrgId orgId) {
    Optional<Idle> own = own(orgId);
    if (own.isPresent()) {
      idle.remove(own.get());
      return new Turn(own.get().session(), null);
    }
    PinnedSession evicted = null;
    if (all() >= most) {
      Idle last = idle.removeLast();
      release(last.orgId());
      evicted = last.session();
    }
    held.merge(orgId, 1, Integer::sum);
    return new Turn(null, evicted);
  }

  private Optional<Idle> own(OrgId orgId) {
    return idle.stream().filter(one -> one.orgId().equals(orgId)).findFirst();
  }

  private int all() {
    return held.values().stream().mapToInt(Integer::intValue).sum();
  }

  private boolean release(OrgId orgId) {
    held.computeIfPresent(orgId, (_, count) -> count == 1 ? null : count - 1);
    return true;
  }

  /** Processes that ended by themselves need no more than to be forgotten. */
  private void dropDead() {
    idle.removeIf(one -> !one.session().usable() && release(one.orgId()));
  }

  private void sweep() {
    List<PinnedSession> over = new ArrayList<>();
    boolean _ =
        locked(() -> {
          dropDead();
          long now = System.nanoTime();
          return idle.removeIf(one -> {
            boolean old = closed || now - one.since() > longest.toNanos();
            return old && over.add(one.session()) && release(one.orgId());
          });
        });
    over.forEach(PinnedSession::end);
  }

  private boolean locked(java.util.function.BooleanSupplier change) {
    lock.lock();
    try {
      return change.getAsBoolean();
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    boolean _ = locked(() -> closed = true);
    sweep();
  }
}
