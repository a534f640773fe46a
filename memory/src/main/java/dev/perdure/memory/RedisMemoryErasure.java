package dev.perdure.memory;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.MemoryErasure;
import dev.perdure.core.tenant.OrgId;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Deletes keys; unlike what else uses Redis, it fails when Redis is away. */
final class RedisMemoryErasure implements MemoryErasure {

  private static final int AT_ONCE = 500;

  private final RedisGuard guard;

  RedisMemoryErasure(RedisGuard guard) {
    this.guard = guard;
  }

  @Override
  public void organization(OrgId orgId) {
    matching(Keys.all(orgId), _ -> true);
  }

  /** One look at all keys, however many sessions. */
  @Override
  public void sessions(OrgId orgId, Collection<UUID> sessionIds) {
    Set<String> beginnings =
        sessionIds.stream()
            .map(session -> Keys.openTexts(orgId, session))
            .collect(Collectors.toSet());
    matching(
        Keys.openTexts(orgId),
        key -> beginnings.contains(key.substring(0, key.lastIndexOf(':') + 1)));
  }

  @Override
  public void threads(OrgId orgId, Collection<UUID> threadIds) {
    if (!threadIds.isEmpty()) {
      String[] keys =
          threadIds.stream().map(thread -> Keys.thread(orgId, thread)).toArray(String[]::new);
      require(redis -> redis.unlink(keys));
    }
  }

  private void matching(String pattern, Predicate<String> wanted) {
    ScanParams params = new ScanParams().match(pattern).count(AT_ONCE);
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      String from = cursor;
      ScanResult<String> found = require(redis -> redis.scan(from, params));
      String[] keys = found.getResult().stream().filter(wanted).toArray(String[]::new);
      if (keys.length > 0) {
        require(redis -> redis.unlink(keys));
      }
      cursor = found.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
  }

  private <T> T require(Function<RedisClient, T> work) {
    return guard.call(work).orElseThrow(() -> PerdureException.unavailable("redis", null));
  }
}
