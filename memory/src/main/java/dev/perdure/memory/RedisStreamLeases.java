package dev.perdure.memory;

import dev.perdure.core.port.StreamLeases;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts streams in Redis. Each server writes how many it has, whenever that changes and again and
 * again, for as long as a lease; so a server that died is forgotten, and a Redis that was emptied
 * learns it anew. While Redis is away each server counts its own alone.
 */
final class RedisStreamLeases implements StreamLeases, AutoCloseable {

  static final Duration LEASE = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(RedisStreamLeases.class);
  private static final int STRIPES = 64;

  private final RedisGuard guard;
  private final Duration lease;
  private final String server = UUID.randomUUID().toString();
  private final List<Stripe> stripes = Stream.generate(Stripe::new).limit(STRIPES).toList();
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("stream-leases").factory());

  /**
   * @param lease how long the streams of a server that died are counted
   */
  RedisStreamLeases(RedisGuard guard, Duration lease) {
    this.guard = guard;
    this.lease = lease;
    long third = lease.dividedBy(3).toMillis();
    var _ = renewing.scheduleWithFixedDelay(this::renew, third, third, TimeUnit.MILLISECONDS);
  }

  @Override
  public Optional<Lease> open(OrgId orgId, int most) {
    Stripe stripe = stripe(orgId);
    stripe.turn.lock();
    try {
      int more = stripe.count(orgId) + 1;
      boolean admitted =
          guard
              .call(redis -> LeaseScript.take(redis, orgId, server, more, most, lease))
              .orElse(more <= most);
      if (!admitted) {
        return Optional.empty();
      }
      stripe.open.put(orgId, more);
    } finally {
      stripe.turn.unlock();
    }
    AtomicBoolean closed = new AtomicBoolean();
    return Optional.of(() -> {
      if (closed.compareAndSet(false, true)) {
        close(orgId);
      }
    });
  }

  private void close(OrgId orgId) {
    Stripe stripe = stripe(orgId);
    stripe.turn.lock();
    try {
      int left = stripe.count(orgId) - 1;
      if (left == 0) {
        stripe.open.remove(orgId);
      } else {
        stripe.open.put(orgId, left);
      }
      tell(orgId, left);
    } finally {
      stripe.turn.unlock();
    }
  }

  private void renew() {
    try {
      stripes.forEach(stripe -> stripe.organizations().forEach(orgId -> renew(stripe, orgId)));
    } catch (RuntimeException e) {
      log.warn("Leases of streams could not be renewed; they are again soon", e);
    }
  }

  private void renew(Stripe stripe, OrgId orgId) {
    stripe.turn.lock();
    try {
      int open = stripe.count(orgId);
      if (open > 0) {
        tell(orgId, open);
      }
    } finally {
      stripe.turn.unlock();
    }
  }

  /** Where Redis does not hear it, the next renewal says it, or the lease ends. */
  private void tell(OrgId orgId, int open) {
    Optional<Boolean> _ =
        guard.call(redis -> LeaseScript.take(redis, orgId, server, open, Integer.MAX_VALUE, lease));
  }

  private Stripe stripe(OrgId orgId) {
    return stripes.get(Math.floorMod(orgId.hashCode(), STRIPES));
  }

  @Override
  public void close() {
    renewing.shutdownNow();
  }

  /** What some organizations have open here. One changes it at a time, and tells Redis so. */
  private static final class Stripe {

    private final ReentrantLock turn = new ReentrantLock();
    private final Map<OrgId, Integer> open = new HashMap<>();

    int count(OrgId orgId) {
      return open.getOrDefault(orgId, 0);
    }

    List<OrgId> organizations() {
      turn.lock();
      try {
        return List.copyOf(open.keySet());
      } finally {
        turn.unlock();
      }
    }
  }
}
