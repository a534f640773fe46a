package dev.perdure.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** One connection that listens, from its making to its loss. */
final class PubSubConnection extends BinaryJedisPubSub {

  private static final Logger log = LoggerFactory.getLogger(PubSubConnection.class);

  /** Nobody publishes here; a connection must listen to something to stay one that listens. */
  private static final String ALWAYS = "perdure:live:always";

  private static final int AT_ONCE = 500;

  private final Connection socket;
  private final Map<String, Channel> channels;
  private final Consumer<PubSubConnection> inForce;
  // Redis confirms subscriptions in the order they were asked for.
  private final Queue<Channel> unconfirmed = new ConcurrentLinkedQueue<>();
  private volatile long heardNanos = System.nanoTime();

  /**
   * @param inForce told, from the reading thread, when channels may be subscribed to
   */
  PubSubConnection(
      Connection socket, Map<String, Channel> channels, Consumer<PubSubConnection> inForce) {
    this.socket = socket;
    this.channels = channels;
    this.inForce = inForce;
  }

  /** Reads until the connection is lost, which throws. */
  void read() {
    proceed(socket, bytes(ALWAYS));
  }

  void subscribe(Channel channel) {
    subscribeAll(List.of(channel));
  }

  void subscribeAll(Collection<Channel> wanted) {
    List<Channel> all = List.copyOf(wanted);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<Channel> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      unconfirmed.addAll(some);
      byte[][] names = some.stream().map(channel -> bytes(channel.name())).toArray(byte[][]::new);
      send(() -> subscribe(names));
    }
  }

  void unsubscribe(Channel channel) {
    send(() -> unsubscribe(bytes(channel.name())));
  }

  /** Asks for a sign of life, or drops the connection when there was none for too long. */
  void pingOrDrop(Duration silenceLimit) {
    if (System.nanoTime() - heardNanos > silenceLimit.toNanos()) {
      log.warn("Redis is silent, connecting again.");
      drop();
    } else {
      send(this::ping);
    }
  }

  /**
   * Sends a command; one that fails ends the connection, which the reading thread notices. A
   * connection that is lost already must not be used: it would connect anew, unknown to the reader.
   */
  private void send(Runnable command) {
    if (!socket.isConnected()) {
      return;
    }
    try {
      command.run();
    } catch (JedisException e) {
      log.debug("A command to Redis could not be sent: {}", e.toString());
      drop();
    }
  }

  /** Ends it; the reading thread notices. */
  void drop() {
    try {
      socket.forceDisconnect();
    } catch (IOException e) {
      log.debug("Could not close the connection to Redis: {}", e.toString());
    }
  }

  @Override
  public void onSubscribe(byte[] name, int count) {
    heardNanos = System.nanoTime();
    if (ALWAYS.equals(text(name))) {
      inForce.accept(this);
      return;
    }
    Channel channel = unconfirmed.poll();
    if (channel != null) {
      channel.confirmed();
    }
  }

  @Override
  public void onMessage(byte[] name, byte[] message) {
    heardNanos = System.nanoTime();
    Channel channel = channels.get(text(name));
    if (channel != null) {
      channel.deliver(message);
    }
  }

  @Override
  public void onPong(byte[] pattern) {
    heardNanos = System.nanoTime();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
