package dev.perdure.memory;

import dev.perdure.core.port.LiveSubscriber;
import dev.perdure.core.tenant.OrgId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hears all sessions over one connection, which one thread reads and rebuilds when it is lost. A
 * second thread notices a Redis that hangs.
 */
final class RedisLiveSubscriber implements LiveSubscriber, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisLiveSubscriber.class);
  private static final Duration CONFIRM_LIMIT = Duration.ofMillis(300);
  private static final Duration PING_EVERY = Duration.ofSeconds(1);
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(3);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final RedisGuard guard;
  private final RedisOptions options;
  private final Sealing sealing;
  private final TextPieces pieces;
  private final ConcurrentHashMap<String, Channel> channels = new ConcurrentHashMap<>();
  private final Thread reader;
  private final Thread watcher;
  // Guards the order of SUBSCRIBE and UNSUBSCRIBE commands, and the field below.
  private final Object commands = new Object();
  private @Nullable PubSubConnection connection;
  private volatile boolean closed;

  RedisLiveSubscriber(RedisGuard guard, RedisOptions options, Sealing sealing) {
    this.guard = guard;
    this.sealing = sealing;
    this.pieces = new TextPieces(sealing);
    this.options = options;
    this.reader = Thread.ofPlatform().daemon().name("perdure-live-reader").start(this::read);
    this.watcher = Thread.ofPlatform().daemon().name("perdure-live-watcher").start(this::watch);
  }

  @Override
  public Subscription subscribe(OrgId orgId, UUID sessionId, Listener listener) {
    String name = Keys.live(orgId, sessionId);
    Channel channel;
    boolean connected;
    synchronized (commands) {
      channel = channels.computeIfAbsent(name, n -> new Channel(n, orgId, sessionId, sealing));
      if (channel.add(listener) && connection != null) {
        connection.subscribe(channel);
      }
      connected = connection != null;
    }
    if (connected) {
      channel.awaitConfirmed(CONFIRM_LIMIT);
    }
    return () -> unsubscribe(channel, listener);
  }

  private void unsubscribe(Channel channel, Listener listener) {
    synchronized (commands) {
      if (channel.remove(listener) && channels.remove(channel.name(), channel)) {
        if (connection != null) {
          connection.unsubscribe(channel);
        }
      }
    }
  }

  @Override
  public String openText(OrgId orgId, UUID sessionId, UUID messageId) {
    String key = Keys.openText(orgId, sessionId, messageId);
    return guard
        .call(redis -> Optional.ofNullable(redis.get(key.getBytes(StandardCharsets.UTF_8))))
        .flatMap(found -> found)
        .map(kept -> pieces.read(orgId, key, kept))
        .orElse("");
  }

  private void read() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!closed) {
      boolean wasInForce = readUntilLost();
      if (wasInForce) {
        pause = FIRST_PAUSE_MILLIS;
        channels.values().forEach(Channel::gap);
      }
      if (!sleep(pause + ThreadLocalRandom.current().nextLong(pause))) {
        return;
      }
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }
  }

  /** Returns whether the connection had come into force before it was lost. */
  private boolean readUntilLost() {
    try (Connection socket = RedisGuard.connect(options)) {
      new PubSubConnection(socket, channels, this::inForce).read();
    } catch (JedisException e) {
      log.debug("The live connection to Redis is lost: {}", e.toString());
    } catch (RuntimeException e) {
      log.error("The live connection to Redis failed.", e);
    }
    synchronized (commands) {
      boolean wasInForce = connection != null;
      connection = null;
      return wasInForce;
    }
  }

  private void inForce(PubSubConnection made) {
    synchronized (commands) {
      connection = made;
      made.subscribeAll(channels.values());
      if (closed) {
        made.drop();
      }
    }
  }

  private void watch() {
    while (!closed && sleep(PING_EVERY.toMillis())) {
      synchronized (commands) {
        if (connection != null) {
          connection.pingOrDrop(SILENCE_LIMIT);
        }
      }
    }
  }

  private static boolean sleep(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    watcher.interrupt();
    synchronized (commands) {
      if (connection != null) {
        connection.drop();
      }
    }
  }
}
