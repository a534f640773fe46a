package dev.perdure.e2e.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Follows one stream until the server ends it after the end of its run, or it is closed. Connects
 * again with {@code Last-Event-ID} whenever the connection is lost, whoever lost it.
 */
public final class StreamWatcher implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final PerdureClient client;
  private final String path;
  private final boolean ofRun; // a session's stream has no end
  private final Cuts cuts;
  private final StreamRecording recording;
  private final CompletableFuture<StreamRecording> done = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile @Nullable SseConnection connection;

  private StreamWatcher(PerdureClient client, String path, long after, Cuts cuts) {
    this.client = client;
    this.path = path;
    this.ofRun = path.startsWith("/v1/runs/");
    this.cuts = cuts;
    this.recording = new StreamRecording(after);
  }

  /**
   * Begins to follow, in a thread of its own.
   *
   * @param after the position to begin after; 0 is the beginning
   */
  static StreamWatcher follow(PerdureClient client, String path, long after, Cuts cuts) {
    StreamWatcher watcher = new StreamWatcher(client, path, after, cuts);
    Thread.ofVirtual().name("watch " + path).start(watcher::run);
    return watcher;
  }

  /** What came so far. */
  public StreamRecording recording() {
    return recording;
  }

  /** Waits until the server has ended the stream after the run's end. */
  public StreamRecording awaitEnd(Duration limit) {
    try {
      return done.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (java.util.concurrent.CompletionException e) {
      throw new IllegalStateException(
          path + " did not end in " + limit + "; it said " + recording.names(), e);
    }
  }

  private void run() {
    try {
      while (!closed && !readToEnd()) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      done.complete(recording);
    } catch (InterruptedException | RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  /** One connection; true when the stream has come to its proper end. */
  private boolean readToEnd() throws InterruptedException {
    int limit = cuts.nextLimit();
    try (SseConnection opened = client.openStream(path, recording.lastId())) {
      connection = opened;
      recording.connected();
      for (int lines = 0; limit < 0 || lines < limit; lines++) {
        SseConnection.Line line = opened.read();
        line.item().ifPresent(recording::add);
        if (line.end()) {
          return ofRun && recording.ending().isPresent();
        }
      }
      return false;
    } catch (ApiFailure refused) {
      if (refused.reply().status() < 500) {
        throw refused;
      }
      return false; // a part is away; the stream goes on when it is back
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends following. */
  @Override
  public void close() {
    closed = true;
    SseConnection open = connection;
    if (open != null) {
      open.close();
    }
  }
}
