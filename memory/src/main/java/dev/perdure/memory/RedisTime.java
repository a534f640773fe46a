package dev.perdure.memory;

import java.util.function.LongSupplier;

/**
 * The time of Redis, told from this process's steady clock since Redis was last heard: servers
 * whose wall clocks differ, or jump, count by the same time.
 */
final class RedisTime {

  private final LongSupplier nanoClock;
  private volatile long offset;
  private volatile boolean known;

  RedisTime(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  boolean known() {
    return known;
  }

  long now() {
    return nanoClock.getAsLong() + offset;
  }

  void hear(long redisNanos) {
    offset = redisNanos - nanoClock.getAsLong();
    known = true;
  }
}
