package dev.perdure.memory;

import dev.perdure.core.port.TranscriptCache;
import dev.perdure.core.session.Message;
import dev.perdure.core.tenant.OrgId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Threads in Redis, a list each: first the sum of the messages' bytes, then the messages from
 * number 1 on. So its length tells how far the thread is known, and adding is refused unless it
 * fits right on.
 */
final class RedisTranscriptCache implements TranscriptCache {

  /** ARGV: 1 = forget first, number of the first message, ttl in ms, limit, bytes, messages… */
  private static final byte[] ADD =
      bytes(
          """
          local key = KEYS[1]
          if ARGV[1] == '1' then redis.call('DEL', key) end
          local known = redis.call('LLEN', key)
          if known == 0 then known = 1 end
          if known ~= tonumber(ARGV[2]) then return 0 end
          local size = tonumber(redis.call('LINDEX', key, 0) or 0) + tonumber(ARGV[5])
          if size > tonumber(ARGV[4]) then
            redis.call('DEL', key)
            return 0
          end
          if redis.call('EXISTS', key) == 0 then redis.call('RPUSH', key, 0) end
          for i = 6, #ARGV do redis.call('RPUSH', key, ARGV[i]) end
          redis.call('LSET', key, 0, size)
          redis.call('PEXPIRE', key, ARGV[3])
          return 1
          """);

  /** ARGV: number of the last message. */
  private static final byte[] GET =
      bytes(
          """
          if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[1]) + 1 then return {} end
          return redis.call('LRANGE', KEYS[1], 1, -1)
          """);

  private final RedisGuard guard;
  private final Sealing sealing;
  private final Duration ttl;
  private final int limit;

  RedisTranscriptCache(RedisGuard guard, RedisOptions options, Sealing sealing) {
    this.guard = guard;
    this.sealing = sealing;
    this.ttl = options.transcriptTtl();
    this.limit = options.transcriptLimit();
  }

  @Override
  public List<Message> get(OrgId orgId, UUID threadId, long lastSeq) {
    if (lastSeq < 1) {
      return List.of();
    }
    List<byte[]> keys = List.of(bytes(Keys.thread(orgId, threadId)));
    List<byte[]> args = List.of(bytes(Long.toString(lastSeq)));
    return guard
        .call(redis -> redis.eval(GET, keys, args))
        .map(stored -> decode(orgId, threadId, (List<?>) stored))
        .orElse(List.of());
  }

  @Override
  public void put(OrgId orgId, UUID threadId, List<Message> messages) {
    Optional<List<byte[]>> encoded = encode(orgId, threadId, messages);
    if (messages.isEmpty() || messages.getFirst().seq() != 1 || encoded.isEmpty()) {
      String key = Keys.thread(orgId, threadId);
      guard.call(redis -> redis.del(key));
    } else {
      add(orgId, threadId, true, 1, encoded.get());
    }
  }

  @Override
  public void append(OrgId orgId, UUID threadId, List<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    // What can't be kept leaves the thread as far as it was, so that it no longer answers.
    encode(orgId, threadId, messages)
        .ifPresent(json -> add(orgId, threadId, false, messages.getFirst().seq(), json));
  }

  private void add(OrgId orgId, UUID threadId, boolean afresh, long first, List<byte[]> json) {
    List<byte[]> args = new ArrayList<>(json.size() + 5);
    args.add(bytes(afresh ? "1" : "0"));
    args.add(bytes(Long.toString(first)));
    args.add(bytes(Long.toString(ttl.toMillis())));
    args.add(bytes(Integer.toString(limit)));
    args.add(bytes(Long.toString(json.stream().mapToLong(message -> message.length).sum())));
    args.addAll(json);
    List<byte[]> keys = List.of(bytes(Keys.thread(orgId, threadId)));
    guard.call(redis -> redis.eval(ADD, keys, args));
  }

  /** The messages as they are kept; empty when one is missing in between or they are too large. */
  private Optional<List<byte[]>> encode(OrgId orgId, UUID threadId, List<Message> messages) {
    String key = Keys.thread(orgId, threadId);
    List<byte[]> encoded = new ArrayList<>(messages.size());
    long size = 0;
    for (Message message : messages) {
      Optional<byte[]> json =
          MemoryJson.write(CachedMessage.of(message))
              .flatMap(clear -> sealing.seal(orgId, key, message.seq(), clear));
      if (json.isEmpty() || message.seq() != messages.getFirst().seq() + encoded.size()) {
        return Optional.empty();
      }
      size += json.get().length;
      if (size > limit) {
        return Optional.empty();
      }
      encoded.add(json.get());
    }
    return Optional.of(encoded);
  }

  private List<Message> decode(OrgId orgId, UUID threadId, List<?> stored) {
    String key = Keys.thread(orgId, threadId);
    List<Message> messages = new ArrayList<>(stored.size());
    for (Object json : stored) {
      Optional<CachedMessage> message =
          sealing
              .open(orgId, key, messages.size() + 1, (byte[]) json)
              .flatMap(clear -> MemoryJson.read(clear, CachedMessage.class));
      if (message.isEmpty() || message.get().seq() != messages.size() + 1) {
        return List.of();
      }
      messages.add(message.get().toMessage(orgId));
    }
    return messages;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
