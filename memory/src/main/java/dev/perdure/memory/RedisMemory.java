package dev.perdure.memory;

import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.LiveSubscriber;
import dev.perdure.core.port.MemoryErasure;
import dev.perdure.core.port.RateLimiter;
import dev.perdure.core.port.TranscriptCache;

/** Everything that is kept in one Redis, ready to be wired. Opening it does not need Redis. */
public final class RedisMemory implements AutoCloseable {

  private final RedisGuard guard;
  private final RedisTranscriptCache transcripts;
  private final RedisLivePublisher publisher;
  private final RedisLiveSubscriber subscriber;

  private RedisMemory(RedisOptions options) {
    this.guard = new RedisGuard(options);
    this.transcripts = new RedisTranscriptCache(guard, options);
    this.publisher = new RedisLivePublisher(guard, options.openTextTtl());
    this.subscriber = new RedisLiveSubscriber(guard, options);
  }

  /** Begins to work, whether Redis is there or not. */
  public static RedisMemory open(RedisOptions options) {
    return new RedisMemory(options);
  }

  public TranscriptCache transcripts() {
    return transcripts;
  }

  public LivePublisher publisher() {
    return publisher;
  }

  public LiveSubscriber subscriber() {
    return subscriber;
  }

  /** Deletes what is kept here. */
  public MemoryErasure erasure() {
    return new RedisMemoryErasure(guard);
  }

  /**
   * Buckets that all servers share.
   *
   * @param localShare the part of each rate that this process grants while Redis is away
   */
  public RateLimiter rateLimiter(double localShare) {
    return new RedisRateLimiter(guard, localShare, System::nanoTime);
  }

  /** Whether Redis answers right now; waits no longer than the time-out, never throws. */
  public boolean ping() {
    return guard.ping();
  }

  /** Publishes what is still queued, if Redis takes it at once, and lets go of Redis. */
  @Override
  public void close() {
    publisher.close();
    subscriber.close();
    guard.close();
  }
}
