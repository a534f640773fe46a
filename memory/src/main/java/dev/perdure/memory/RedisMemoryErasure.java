package dev.perdure.memory;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.MemoryErasure;
import dev.perdure.core.tenant.OrgId;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
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
    matching(Keys.all(orgId));
  }

  @Override
  public void session(OrgId orgId, UUID sessionId) {
    matching(Keys.openTexts(orgId, sessionId));
  }

  @Override
  public void threads(OrgId orgId, Collection<UUID> threadIds) {
    if (!threadIds.isEmpty()) {
      String[] keys =
          threadIds.stream().map(thread -> Keys.thread(orgId, thread)).toArray(String[]::new);
      require(redis -> redis.unlink(keys));
    }
  }

  private void matching(String pattern) {
    ScanParams params = new ScanParams().match(pattern).count(AT_ONCE);
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      String from = cursor;
      ScanResult<String> found = require(redis -> redis.scan(from, params));
      if (!found.getResult().isEmpty()) {
        String[] keys = found.getResult().toArray(String[]::new);
        require(redis -> redis.unlink(keys));
      }
      cursor = found.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
  }

  private <T> T require(Function<RedisClient, T> work) {
    return guard.call(work).orElseThrow(() -> PerdureException.unavailable("redis", null));
  }
}
