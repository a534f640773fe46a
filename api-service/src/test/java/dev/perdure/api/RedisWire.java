package dev.perdure.api;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.RedisClient;

/** Hears whatever goes over any channel of a Redis. */
final class RedisWire implements AutoCloseable {

  private final List<String> frames = new CopyOnWriteArrayList<>();
  private final RedisClient redis;
  private final BinaryJedisPubSub listening =
      new BinaryJedisPubSub() {
        @Override
        public void onPMessage(byte[] pattern, byte[] channel, byte[] message) {
          frames.add(new String(message, StandardCharsets.ISO_8859_1));
        }
      };

  private RedisWire(RedisClient redis) {
    this.redis = redis;
  }

  static RedisWire listen(String url) {
    RedisWire wire = new RedisWire(RedisClient.create(URI.create(url)));
    Thread.ofVirtual()
        .start(() -> wire.redis.psubscribe(wire.listening, "*".getBytes(StandardCharsets.UTF_8)));
    Awaitility.await().until(wire.listening::isSubscribed);
    return wire;
  }

  String heard() {
    return String.join("\n", frames);
  }

  @Override
  public void close() {
    listening.punsubscribe();
    redis.close();
  }
}
