package dev.perdure.api.stream;

import dev.perdure.core.port.EventStore;
import dev.perdure.core.port.LiveSubscriber;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves event streams, one thread a client. A client gets every durable event once, in order,
 * however long it was away and whatever Redis does: it hears a session live first and reads the log
 * second, and compares with the log whenever it may have missed something and at each heartbeat.
 */
public final class StreamHub implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StreamHub.class);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

  private final EventStore store;
  private final LiveSubscriber live;
  private final BiPredicate<OrgId, UUID> runEnded;
  private final Function<RunRef, List<UUID>> family;
  private final StreamOptions options;
  private final ConcurrentHashMap<SessionFeed.Key, SessionFeed> feeds = new ConcurrentHashMap<>();
  // Party 1 is the hub itself, the others are clients being served.
  private final Phaser serving = new Phaser(1);
  private volatile boolean closed;

  /**
   * @param runEnded whether a run has reached a terminal state
   * @param family a run and all sub-agents below it
   */
  public StreamHub(
      EventStore store,
      LiveSubscriber live,
      BiPredicate<OrgId, UUID> runEnded,
      Function<RunRef, List<UUID>> family,
      StreamOptions options) {
    this.store = store;
    this.live = live;
    this.runEnded = runEnded;
    this.family = family;
    this.options = options;
  }

  /** How many clients are being served. */
  public int clients() {
    return Math.max(0, serving.getRegisteredParties() - 1);
  }

  /** How many sessions are listened to. */
  public int sessions() {
    return feeds.size();
  }

  /**
   * Serves one client until it is gone, the run it asked for has ended, or the hub is closed. Meant
   * for virtual threads.
   *
   * @throws dev.perdure.core.error.PerdureException when the log can't be read at the beginning;
   *     nothing has been written then
   */
  public void serve(StreamRequest request, OutputStream out) {
    serving.register();
    Mailbox mailbox = new Mailbox(options.queue());
    SessionFeed.Key key = new SessionFeed.Key(request.orgId(), request.sessionId());
    try {
      join(key, mailbox);
      serve(request, mailbox, new SseWriter(out));
    } catch (IOException e) {
      log.debug("A client is gone: session_id={}", request.sessionId());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(key, mailbox);
      serving.arriveAndDeregister();
    }
  }

  private void join(SessionFeed.Key key, Mailbox mailbox) {
    SessionFeed feed =
        feeds.compute(
            key,
            (k, existing) -> {
              SessionFeed joined = existing == null ? new SessionFeed(k) : existing;
              joined.add(mailbox);
              return joined;
            });
    if (closed) {
      mailbox.close();
    }
    feed.open(live);
    mailbox.forgetGap();
  }

  private void leave(SessionFeed.Key key, Mailbox mailbox) {
    SessionFeed[] empty = new SessionFeed[1];
    feeds.computeIfPresent(
        key,
        (k, feed) -> {
          if (!feed.remove(mailbox)) {
            return feed;
          }
          empty[0] = feed;
          return null;
        });
    if (empty[0] != null) {
      empty[0].close();
    }
  }

  private void serve(StreamRequest request, Mailbox mailbox, SseWriter sse)
      throws IOException, InterruptedException {
    EventReader reader =
        new EventReader(
            request,
            store,
            message -> live.openText(request.orgId(), request.sessionId(), message),
            family(request),
            options,
            sse);
    // Asked before the log is read, which therefore holds the end of a run that had ended.
    UUID runId = request.runId();
    boolean runHadEnded = runId != null && runEnded.test(request.orgId(), runId);
    new ClientStream(reader, mailbox, sse, options).run(runHadEnded);
  }

  private RunFamily family(StreamRequest request) {
    UUID runId = request.runId();
    return new RunFamily(
        runId,
        () ->
            runId == null
                ? List.of()
                : family.apply(new RunRef(request.orgId(), request.sessionId(), runId)));
  }

  /** Tells all clients to come back later, and waits a little until they have been told. */
  @Override
  public void close() {
    closed = true;
    feeds.values().forEach(SessionFeed::drain);
    try {
      int ignored =
          serving.awaitAdvanceInterruptibly(
              serving.arriveAndDeregister(), DRAIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.warn("{} clients could not be told that the service ends.", clients());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
