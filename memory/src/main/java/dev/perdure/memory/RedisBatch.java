package dev.perdure.memory;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.memory.OpenText.Piece;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Sealing sealing;
  private final TextPieces pieces;
  private final long textTtlMillis;

  RedisBatch(RedisGuard guard, Sealing sealing, Duration textTtl) {
    this.guard = guard;
    this.sealing = sealing;
    this.pieces = new TextPieces(sealing);
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

  private Optional<Ready> ready(Outgoing item) {
    return switch (item) {
      case Outgoing.Events events -> ready(events.events());
      case Outgoing.Text waiting ->
          waiting.text().take().flatMap(piece -> ready(waiting.text(), piece));
      case Outgoing.Output output -> ready(output);
      case Outgoing.End ignored -> Optional.empty();
    };
  }

  private Optional<Ready> ready(List<LoggedEvent> events) {
    OrgId orgId = events.getFirst().orgId();
    String channel = Keys.live(orgId, events.getFirst().sessionId());
    return frame(orgId, channel, LiveFrame.of(events))
        .map(frame -> new Ready.Events(events, channel, frame));
  }

  private Optional<Ready> ready(Outgoing.Output output) {
    OrgId orgId = output.run().orgId();
    String channel = Keys.live(orgId, output.run().sessionId());
    return frame(orgId, channel, LiveFrame.of(output.output()))
        .map(frame -> new Ready.Output(channel, frame));
  }

  private Optional<Ready> ready(OpenText text, Piece piece) {
    OrgId orgId = text.run().orgId();
    String channel = Keys.live(orgId, text.run().sessionId());
    Delta delta = piece.delta();
    return pieces
        .write(orgId, text.key(), delta.offset(), delta.text())
        .flatMap(kept ->
            frame(orgId, channel, LiveFrame.of(delta))
                .map(frame -> new Ready.Text(text, piece, kept, channel, frame)));
  }

  private Optional<byte[]> frame(OrgId orgId, String channel, LiveFrame frame) {
    return MemoryJson.write(frame).flatMap(json -> sealing.seal(orgId, channel, 0, json));
  }

  private List<Appended> pipelined(RedisClient redis, List<Ready> batch) {
    List<Appended> appended = new ArrayList<>();
    try (Pipeline pipeline = redis.pipelined()) {
      for (Ready item : batch) {
        switch (item) {
          case Ready.Events events -> publish(pipeline, events);
          case Ready.Text text -> appended.add(append(pipeline, text));
          case Ready.Output output -> pipeline.publish(bytes(output.channel()), output.frame());
        }
      }
      pipeline.sync();
    }
    return appended;
  }

  private static void publish(Pipeline pipeline, Ready.Events ready) {
    pipeline.publish(bytes(ready.channel()), ready.frame());
    for (LoggedEvent event : ready.events()) {
      if (event.event() instanceof RunEvent.TextMessageEnd end) {
        pipeline.del(Keys.openText(event.orgId(), event.sessionId(), end.messageId()));
      }
    }
  }

  // Kept first, published second: who joins in between finds in the key what they did not hear.
  private Appended append(Pipeline pipeline, Ready.Text taken) {
    Response<Object> length =
        pipeline.eval(
            bytes(APPEND),
            List.of(bytes(taken.text().key())),
            List.of(
                bytes(Long.toString(taken.piece().bytesBefore())),
                taken.kept(),
                bytes(Long.toString(textTtlMillis))));
    pipeline.publish(bytes(taken.channel()), taken.frame());
    return new Appended(taken, length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Notes that a text is out; writes it whole when Redis had lost some of it. */
  private void settle(Appended appended) {
    OpenText text = appended.taken().text();
    Piece piece = appended.taken().piece();
    long whole = piece.bytesBefore() + appended.taken().kept().length;
    text.published(piece, whole);
    if (appended.lengthOrZero() != whole) {
      pieces
          .write(text.run().orgId(), text.key(), 0, text.publishedText())
          .ifPresent(kept -> keep(text, kept));
    }
  }

  private void keep(OpenText text, byte[] kept) {
    SetParams params = new SetParams().px(textTtlMillis);
    guard.call(redis -> redis.set(bytes(text.key()), kept, params));
    text.kept(kept.length);
  }

  private sealed interface Ready {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Events(List<LoggedEvent> events, String channel, byte[] frame) implements Ready {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Output(String channel, byte[] frame) implements Ready {}

    /**
     * A piece of a text.
     *
     * @param kept what is appended to the kept text
     * @param frame what is published
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Text(OpenText text, Piece piece, byte[] kept, String channel, byte[] frame)
        implements Ready {}
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
