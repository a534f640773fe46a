package dev.perdure.memory;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.memory.OpenText.Piece;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/** Sends what is to be published in one round trip. */
final class RedisBatch {

  /**
   * Adds to a text that is kept whole so far; one that is not is forgotten, so that nobody takes a
   * part of it for its beginning. KEYS: the text. ARGV: its length so far, what to add, ttl in ms.
   */
  private static final String APPEND =
      """
      if redis.call('STRLEN', KEYS[1]) ~= tonumber(ARGV[1]) then
        redis.call('DEL', KEYS[1])
        return 0
      end
      local length = redis.call('APPEND', KEYS[1], ARGV[2])
      redis.call('PEXPIRE', KEYS[1], ARGV[3])
      return length
      """;

  private final RedisGuard guard;
  private final long textTtlMillis;

  RedisBatch(RedisGuard guard, Duration textTtl) {
    this.guard = guard;
    this.textTtlMillis = textTtl.toMillis();
  }

  /** Sends all of it in order, or gives up when Redis is away; unsent text stays unpublished. */
  void send(List<Outgoing> batch) {
    List<Ready> ready = batch.stream().flatMap(item -> ready(item).stream()).toList();
    if (!ready.isEmpty()) {
      guard
          .call(redis -> pipelined(redis, ready))
          .ifPresent(appended -> appended.forEach(this::settle));
    }
  }

  private static Optional<Ready> ready(Outgoing item) {
    return switch (item) {
      case Outgoing.Events events -> Optional.of(new Ready.Events(events.events()));
      case Outgoing.Text waiting ->
          waiting.text().take().map(piece -> new Ready.Text(waiting.text(), piece));
      case Outgoing.End ignored -> Optional.empty();
    };
  }

  private List<Appended> pipelined(RedisClient redis, List<Ready> batch) {
    List<Appended> appended = new ArrayList<>();
    try (Pipeline pipeline = redis.pipelined()) {
      for (Ready item : batch) {
        switch (item) {
          case Ready.Events events -> publish(pipeline, events.events());
          case Ready.Text text -> appended.add(append(pipeline, text));
        }
      }
      pipeline.sync();
    }
    return appended;
  }

  private static void publish(Pipeline pipeline, List<LoggedEvent> events) {
    OrgId orgId = events.getFirst().orgId();
    UUID sessionId = events.getFirst().sessionId();
    publish(pipeline, Keys.live(orgId, sessionId), LiveFrame.of(events));
    for (LoggedEvent event : events) {
      if (event.event() instanceof RunEvent.TextMessageEnd end) {
        pipeline.del(Keys.openText(orgId, sessionId, end.messageId()));
      }
    }
  }

  // Kept first, published second: who joins in between finds in the key what they did not hear.
  private Appended append(Pipeline pipeline, Ready.Text taken) {
    String key = taken.text().key();
    Piece piece = taken.piece();
    Response<Object> length =
        pipeline.eval(
            APPEND,
            List.of(key),
            List.of(
                Long.toString(piece.bytesBefore()),
                piece.delta().text(),
                Long.toString(textTtlMillis)));
    String channel = Keys.live(taken.text().run().orgId(), taken.text().run().sessionId());
    publish(pipeline, channel, LiveFrame.of(taken.piece().delta()));
    return new Appended(taken, length);
  }

  private static void publish(Pipeline pipeline, String channel, LiveFrame frame) {
    MemoryJson.write(frame)
        .ifPresent(json -> pipeline.publish(channel.getBytes(StandardCharsets.UTF_8), json));
  }

  /** Notes that a text is out; writes it whole when Redis had lost some of it. */
  private void settle(Appended appended) {
    OpenText text = appended.taken().text();
    Piece piece = appended.taken().piece();
    text.published(piece);
    if (appended.lengthOrZero() != piece.bytesAfter()) {
      SetParams params = new SetParams().px(textTtlMillis);
      guard.call(redis -> redis.set(text.key(), text.publishedText(), params));
    }
  }

  private sealed interface Ready {

    record Events(List<LoggedEvent> events) implements Ready {}

    record Text(OpenText text, Piece piece) implements Ready {}
  }

  private record Appended(Ready.Text taken, Response<Object> length) {

    /** How long the kept text is now; 0 when Redis refused, as it does when its memory is full. */
    long lengthOrZero() {
      try {
        return (Long) length.get();
      } catch (JedisDataException e) {
        return 0;
      }
    }
  }
}
