package dev.perdure.memory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.RedisClient;

/** Compares and changes the buckets of a request, all or none, in one round trip. */
final class RateScript {

  /**
   * KEYS: the buckets. ARGV: whether to change them, then of each what is expected, what to write
   * and for how many ms. Answers whether they were changed, the time, and what was there.
   */
  private static final byte[] SCRIPT =
      """
      local time = redis.call('TIME')
      local same = ARGV[1] == '1'
      local answer = {0, time[1], time[2]}
      for i, key in ipairs(KEYS) do
        local seen = redis.call('GET', key) or ''
        answer[i + 3] = seen
        same = same and seen == ARGV[3 * i - 1]
      end
      if same then
        answer[1] = 1
        for i, key in ipairs(KEYS) do
          redis.call('SET', key, ARGV[3 * i], 'PX', ARGV[3 * i + 1])
        end
      end
      return answer
      """
          .getBytes(StandardCharsets.US_ASCII);

  private RateScript() {}

  /**
   * What Redis answered.
   *
   * @param timeNanos its time
   * @param seen what was there before
   */
  record Answer(boolean swapped, long timeNanos, List<byte[]> seen) {
    Answer {
      seen = List.copyOf(seen);
    }
  }

  static Answer look(RedisClient redis, List<String> keys) {
    return eval(redis, keys, List.of(text("0")));
  }

  static Answer swap(RedisClient redis, List<String> keys, List<byte[]> seen, TokenBuckets asked) {
    List<byte[]> arguments = new ArrayList<>(List.of(text("1")));
    for (int i = 0; i < keys.size(); i++) {
      TokenBucket bucket = asked.buckets().get(i);
      arguments.add(seen.get(i));
      arguments.add(bucket.stored());
      arguments.add(text(Long.toString(bucket.ttlMillis())));
    }
    return eval(redis, keys, arguments);
  }

  private static Answer eval(RedisClient redis, List<String> keys, List<byte[]> arguments) {
    List<?> answer =
        (List<?>) redis.eval(SCRIPT, keys.stream().map(RateScript::text).toList(), arguments);
    long seconds = number(answer.get(1));
    long micros = number(answer.get(2));
    return new Answer(
        Long.valueOf(1).equals(answer.get(0)),
        seconds * 1_000_000_000L + micros * 1_000L,
        answer.subList(3, answer.size()).stream().map(each -> (byte[]) each).toList());
  }

  private static long number(Object bulk) {
    return Long.parseLong(new String((byte[]) bulk, StandardCharsets.US_ASCII));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
