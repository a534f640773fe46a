package dev.perdure.memory;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * How Redis is reached and what is kept in it.
 *
 * @param uri {@code redis://:password@host:port} or {@code rediss://…}; without a port 6379
 * @param timeout the most a single answer of Redis is waited for; also bounds connecting
 * @param transcriptTtl how long a thread nobody adds to is kept
 * @param transcriptLimit the most bytes of one cached thread; a longer one is not cached at all,
 *     since a part of it is of no use
 * @param openTextTtl how long the text of a message that nobody adds to or ends is kept
 * @param sockets makes the sockets of {@code rediss}; absent for those of the JVM
 */
public record RedisOptions(
    URI uri,
    Duration timeout,
    Duration transcriptTtl,
    int transcriptLimit,
    Duration openTextTtl,
    @Nullable SSLSocketFactory sockets) {

  private static final int DEFAULT_PORT = 6379;

  public RedisOptions {
    if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "the address of Redis begins with redis:// or rediss://, not " + uri.getScheme() + ":");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("the address of Redis names no host");
    }
  }

  HostAndPort address() {
    return new HostAndPort(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
  }

  /** The address with what suits most: 150 ms, a day, 4 MiB, an hour. */
  public static RedisOptions of(URI uri) {
    return new RedisOptions(
        uri,
        Duration.ofMillis(150),
        Duration.ofDays(1),
        4 * 1024 * 1024,
        Duration.ofHours(1),
        null);
  }

  /** The same with another time-out. */
  public RedisOptions withTimeout(Duration timeout) {
    return new RedisOptions(uri, timeout, transcriptTtl, transcriptLimit, openTextTtl, sockets);
  }

  /** The same with sockets that know whom to trust, and who we are. */
  public RedisOptions withSockets(SSLSocketFactory sockets) {
    return new RedisOptions(uri, timeout, transcriptTtl, transcriptLimit, openTextTtl, sockets);
  }

  /** The same with another limit for one cached thread. */
  public RedisOptions withTranscriptLimit(int bytes) {
    return new RedisOptions(uri, timeout, transcriptTtl, bytes, openTextTtl, sockets);
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "RedisOptions[" + uri.getScheme() + "://" + address() + "]";
  }
}
