package dev.perdure.skills.sandbox;

import dev.perdure.core.skill.LiveOutput;
import dev.perdure.core.skill.LiveOutput.Channel;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows text in pieces of some size, some times a second, rather than each line by itself. */
final class LiveBatches implements AutoCloseable {

  private static final int LARGE = 4096;
  private static final long EVERY_MILLIS = 200;

  private final LiveOutput to;
  private final Map<Channel, StringBuilder> waiting = new EnumMap<>(Channel.class);
  private final CountDownLatch over = new CountDownLatch(1);

  LiveBatches(LiveOutput to) {
    this.to = to;
    Thread.ofVirtual().start(this::showNowAndThen);
  }

  synchronized void add(Channel channel, String text) {
    StringBuilder some = waiting.computeIfAbsent(channel, first -> new StringBuilder());
    some.append(text);
    if (some.length() >= LARGE) {
      show();
    }
  }

  private void showNowAndThen() {
    try {
      while (!over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        show();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void show() {
    waiting.forEach((channel, text) -> to.show(channel, text.toString()));
    waiting.clear();
  }

  /** Shows the rest. */
  @Override
  public void close() {
    over.countDown();
    show();
  }
}
