package dev.perdure.memory;

import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.LiveSubscriber;
import dev.perdure.core.port.MemoryErasure;
import dev.perdure.core.port.RateLimiter;
import dev.perdure.core.port.StreamLeases;
import dev.perdure.core.port.TranscriptCache;
import dev.perdure.core.secret.MessageEncryption;

/** Everything that is kept in one Redis, ready to be wired. Opening it does not need Redis. */
public final class RedisMemory implements AutoCloseable {

  private final RedisGuard guard;
  private final RedisTranscriptCache transcripts;
  private final RedisLivePublisher publisher;
  private final RedisLiveSubscriber subscriber;
  private final RedisStreamLeases streams;

  private RedisMemory(RedisOptions options, MessageEncryption messages) {
    Sealing sealing = new Sealing(messages);
    this.guard = new RedisGuard(options);
    this.transcripts = new RedisTranscriptCache(guard, options, sealing);
    this.publisher = new RedisLivePublisher(guard, sealing, options.openTextTtl());
    this.subscriber = new RedisLiveSubscriber(guard, options, sealing);
    this.streams = new RedisStreamLeases(guard, RedisStreamLeases.LEASE);
  }

  /** Begins to work, whether Redis is there or not. Nothing in it is encrypted. */
  public static RedisMemory open(RedisOptions options) {
    return open(options, MessageEncryption.none());
  }

  /** The same, with messages kept as the installation wants. */
  public static RedisMemory open(RedisOptions options, MessageEncryption messages) {
    return new RedisMemory(options, messages);
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

  /** Event streams that are open at any server. */
  public StreamLeases streams() {
    return streams;
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
    streams.close();
    guard.close();
  }
}
