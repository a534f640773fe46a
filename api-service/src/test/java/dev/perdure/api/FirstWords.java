package dev.perdure.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The beginning of a stream that may never end. */
final class FirstWords {

  private static final int PATIENCE_MILLIS = 700;
  private static final int ENOUGH = 4_000;

  private FirstWords() {}

  /** Reads until it ends, has said enough, or says no more for now. */
  static String of(InputStream stream) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> read(stream, read, done));
    try {
      done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      stream.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    synchronized (read) {
      return read.toString(StandardCharsets.UTF_8);
    }
  }

  private static void read(InputStream stream, ByteArrayOutputStream into, CountDownLatch done) {
    byte[] buffer = new byte[1024];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        synchronized (into) {
          into.write(buffer, 0, n);
          if (into.size() >= ENOUGH) {
            break;
          }
        }
      }
    } catch (IOException _) {
      // closed by the reader, who has what there was
    } finally {
      done.countDown();
    }
  }
}
