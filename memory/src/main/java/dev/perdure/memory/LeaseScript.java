package dev.perdure.memory;

import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.RedisClient;

/** Writes how many streams of an organization a server has open, unless those are too many. */
final class LeaseScript {

  /**
   * KEYS: the organization's streams, a field for each server. ARGV: the server, how many it has,
   * how many all may have, and for how many ms that counts. By Redis's own time.
   */
  private static final String SCRIPT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local open = tonumber(ARGV[2])
      local seen = redis.call('HGETALL', KEYS[1])
      for i = 1, #seen, 2 do
        local count, ends = string.match(seen[i + 1], '(%d+) (%d+)')
        if tonumber(ends) <= now then
          redis.call('HDEL', KEYS[1], seen[i])
        elseif seen[i] ~= ARGV[1] then
          open = open + count
        end
      end
      if open > tonumber(ARGV[3]) then
        return 0
      end
      if ARGV[2] == '0' then
        redis.call('HDEL', KEYS[1], ARGV[1])
      else
        local ends = string.format('%.0f', now + ARGV[4])
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ends)
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
      end
      return 1
      """;

  private LeaseScript() {}

  /** Whether all servers together have no more than {@code most}; nothing is written otherwise. */
  static boolean take(
      RedisClient redis, OrgId orgId, String server, int open, int most, Duration lease) {
    Object taken =
        redis.eval(
            SCRIPT,
            List.of(Keys.streams(orgId)),
            List.of(
                server,
                Integer.toString(open),
                Integer.toString(most),
                Long.toString(lease.toMillis())));
    return Long.valueOf(1).equals(taken);
  }
}
