package dev.perdure.api.stream;

import dev.perdure.api.stream.Mailbox.Mail;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one client from its first to its last byte. */
final class ClientStream {

  private static final Logger log = LoggerFactory.getLogger(ClientStream.class);
  private static final Duration PAUSE_WITHOUT_LOG = Duration.ofSeconds(1);
  // Then the client may try another node.
  private static final int MOST_FAILURES = 30;

  private final EventReader reader;
  private final Mailbox mailbox;
  private final SseWriter sse;
  private final StreamOptions options;
  private long nextHeartbeat;
  private int failures;

  ClientStream(EventReader reader, Mailbox mailbox, SseWriter sse, StreamOptions options) {
    this.reader = reader;
    this.mailbox = mailbox;
    this.sse = sse;
    this.options = options;
  }

  /**
   * Serves until the run is over, the hub closes, or the client is gone, which throws.
   *
   * @param runHadEnded whether there will be no more than is in the log now
   */
  void run(boolean runHadEnded) throws IOException, InterruptedException {
    reader.prepare();
    sse.retry(options.retry());
    sse.flush();
    nextHeartbeat = System.nanoTime() + options.heartbeat().toNanos();
    boolean behind = true;
    List<LiveItem> news = List.of();
    while (true) {
      behind = !send(behind, news);
      sse.flush();
      if (reader.runOver() || (runHadEnded && !behind) || failures > MOST_FAILURES) {
        return;
      }
      Mail mail = mailbox.take(untilNext(behind));
      if (mail.closed()) {
        sse.retry(retryLater());
        sse.flush();
        return;
      }
      news = mail.items();
      behind |= mail.gap() || heartbeat();
    }
  }

  /** Returns whether the client has got everything; not when the log can't be read. */
  private boolean send(boolean behind, List<LiveItem> news) throws IOException {
    try {
      if (behind) {
        reader.catchUp();
      }
      for (LiveItem item : news) {
        reader.heard(item);
      }
      failures = 0;
      return true;
    } catch (RuntimeException e) {
      failures++;
      log.warn("Can't go on with a stream yet: {}", reader, e);
      return false;
    }
  }

  private Duration untilNext(boolean behind) {
    Duration heartbeat = Duration.ofNanos(Math.max(0, nextHeartbeat - System.nanoTime()));
    return behind && PAUSE_WITHOUT_LOG.compareTo(heartbeat) < 0 ? PAUSE_WITHOUT_LOG : heartbeat;
  }

  /** Sends a heartbeat when it is time. */
  private boolean heartbeat() throws IOException {
    if (nextHeartbeat - System.nanoTime() > 0) {
      return false;
    }
    nextHeartbeat = System.nanoTime() + options.heartbeat().toNanos();
    sse.comment("heartbeat");
    return true;
  }

  /** Spread out, so that the clients of a node that goes down do not all come back at once. */
  private Duration retryLater() {
    long base = Math.max(1, options.retry().toMillis());
    return Duration.ofMillis(base + ThreadLocalRandom.current().nextLong(2 * base));
  }
}
