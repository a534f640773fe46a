package dev.perdure.memory;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.run.RunRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes from one thread of its own, so that callers never wait and a session's order is kept.
 * Text that could not be published yet is sent in one piece later; events that could not be are
 * dropped, since the log has them.
 */
final class RedisLivePublisher implements LivePublisher, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisLivePublisher.class);
  private static final int QUEUE = 10_000;
  // Events still find room when text no longer does.
  private static final int KEPT_FOR_EVENTS = 2_000;
  private static final int BATCH = 256;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>(QUEUE);
  private final OpenTexts texts = new OpenTexts();
  private final RedisBatch redis;
  private final Duration textTtl;
  private final Thread thread;
  private volatile boolean closed;

  RedisLivePublisher(RedisGuard guard, Sealing sealing, Duration textTtl) {
    this.redis = new RedisBatch(guard, sealing, textTtl);
    this.textTtl = textTtl;
    this.thread = Thread.ofPlatform().daemon().name("perdure-live-publisher").start(this::run);
  }

  @Override
  public void events(List<LoggedEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    LoggedEvent first = events.getFirst();
    for (LoggedEvent event : events) {
      if (!event.sessionId().equals(first.sessionId()) || !event.orgId().equals(first.orgId())) {
        throw new IllegalArgumentException("events of several sessions at once");
      }
    }
    if (closed || !queue.offer(new Outgoing.Events(events))) {
      log.debug("Not published, to be read from the log: session_id={}", first.sessionId());
    }
  }

  @Override
  public void delta(RunRef run, Delta delta) {
    texts.of(run, delta).filter(text -> text.add(delta)).ifPresent(this::enqueue);
  }

  @Override
  public void output(RunRef run, OutputDelta output) {
    if (!closed && queue.remainingCapacity() >= KEPT_FOR_EVENTS) {
      // when the queue is full after all, who watches sees a jump
      boolean ignored = queue.offer(new Outgoing.Output(run, output));
    }
  }

  private void enqueue(OpenText text) {
    if (closed
        || queue.remainingCapacity() < KEPT_FOR_EVENTS
        || !queue.offer(new Outgoing.Text(text))) {
      text.notQueued();
    }
  }

  private void run() {
    List<Outgoing> batch = new ArrayList<>(BATCH);
    while (!closed || !queue.isEmpty()) {
      try {
        takeInto(batch);
        redis.send(batch);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.error("Could not publish.", e);
      }
      forgetEnded(batch);
      batch.clear();
    }
  }

  private void takeInto(List<Outgoing> batch) throws InterruptedException {
    Outgoing next = queue.poll(1, TimeUnit.SECONDS);
    if (next == null) {
      texts.forgetIdle(textTtl);
      return;
    }
    batch.add(next);
    queue.drainTo(batch, BATCH - 1);
  }

  private void forgetEnded(List<Outgoing> batch) {
    for (Outgoing item : batch) {
      if (item instanceof Outgoing.Events events) {
        events.events().forEach(texts::ended);
      }
    }
  }

  /** Publishes what is queued, for at most two seconds. */
  @Override
  public void close() {
    closed = true;
    // Wakes the thread; when the queue is full it is awake.
    boolean ignored = queue.offer(new Outgoing.End());
    try {
      if (!thread.join(CLOSE_LIMIT)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
