package dev.perdure.api.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client being served on a thread of its own. */
final class StreamClient {

  private final SseFrames frames;
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  private StreamClient(StreamHub hub, StreamRequest request, SseFrames frames) {
    this.frames = frames;
    this.thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                hub.serve(request, frames);
              } catch (RuntimeException e) {
                failure = e;
              }
            });
  }

  static StreamClient connect(StreamHub hub, StreamRequest request) {
    return connect(hub, request, new SseFrames());
  }

  static StreamClient connect(StreamHub hub, StreamRequest request, SseFrames frames) {
    return new StreamClient(hub, request, frames);
  }

  SseFrames got() {
    return frames;
  }

  boolean served() {
    return thread.isAlive();
  }

  /** Waits until it is no longer served. */
  SseFrames toTheEnd() throws InterruptedException {
    if (!thread.join(Duration.ofSeconds(20))) {
      throw new AssertionError("still served after 20 s: " + frames.types());
    }
    if (failure != null) {
      throw new AssertionError(failure);
    }
    return frames;
  }
}
