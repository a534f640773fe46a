package dev.perdure.memory;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The way to Redis for whoever can do without it: never throws, and a Redis that is away or hangs
 * costs one time-out a second, not one per call.
 */
final class RedisGuard implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisGuard.class);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final int MAX_CONNECTIONS = 32;

  private final RedisClient client;
  private final CircuitBreaker breaker = new CircuitBreaker(REST, System::nanoTime);

  RedisGuard(RedisOptions options) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(MAX_CONNECTIONS);
    pool.setMaxIdle(MAX_CONNECTIONS);
    pool.setMaxWait(options.timeout());
    this.client =
        RedisClient.builder()
            .hostAndPort(options.address())
            .clientConfig(clientConfig(options).build())
            .poolConfig(pool)
            .build();
  }

  @SuppressWarnings("deprecation") // what came after takes key stores only, no socket factory
  private static DefaultJedisClientConfig.Builder clientConfig(RedisOptions options) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder(options.uri())
            .timeoutMillis((int) options.timeout().toMillis());
    if ("rediss".equals(options.uri().getScheme())) {
      // Left alone, the client would take any certificate of a CA it trusts.
      SSLParameters named = new SSLParameters();
      named.setEndpointIdentificationAlgorithm("HTTPS");
      named.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      config.sslParameters(named);
      if (options.sockets() != null) {
        config.sslSocketFactory(options.sockets());
      }
    }
    return config;
  }

  /**
   * Does the work, or answers empty at once or soon. The work may be done twice, when a connection
   * turns out to be a left-over from before a restart.
   */
  <T> Optional<T> call(Function<RedisClient, T> work) {
    return breaker.admits() ? attempt(work) : Optional.empty();
  }

  /** Whether Redis answers; asked even while others are kept away. */
  boolean ping() {
    return attempt(RedisClient::ping).isPresent();
  }

  private <T> Optional<T> attempt(Function<RedisClient, T> work) {
    try {
      T result = onceMoreIfStale(work);
      if (breaker.succeeded()) {
        log.info("Redis is back.");
      }
      return Optional.of(result);
    } catch (JedisConnectionException e) {
      if (breaker.failed()) {
        log.warn("Redis is away, going on without it: {}", e.toString());
      }
    } catch (JedisException e) {
      // Redis answered, but with an error; or all connections are in use.
      log.warn("Redis refused: {}", e.toString());
    }
    return Optional.empty();
  }

  private <T> T onceMoreIfStale(Function<RedisClient, T> work) {
    try {
      return work.apply(client);
    } catch (JedisConnectionException e) {
      if (timedOut(e)) {
        throw e;
      }
      client.getPool().clear();
      return work.apply(client);
    }
  }

  private static boolean timedOut(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /**
   * A connection of its own, for listening. It speaks RESP2: under RESP3 Redis answers a ping of a
   * listening connection in a form that Jedis takes for an error, which ends the connection.
   */
  static Connection connect(RedisOptions options) {
    return new Connection(
        options.address(), clientConfig(options).protocol(RedisProtocol.RESP2).build());
  }

  @Override
  public void close() {
    client.close();
  }
}
