package dev.perdure.skills.builtin.data.child;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Ends this process, and what it lets a server do. */
final class Stop {

  private static final int STOPPED = 4;
  private static final Duration TO_CANCEL = Duration.ofMillis(1_500);

  private final AtomicReference<@Nullable Statement> running = new AtomicReference<>();

  /** A server works for this statement, and is to be told when nobody waits any more. */
  void running(Statement statement) {
    running.set(statement);
  }

  /** Returns when there is nothing to read any more, which is never before the starter is gone. */
  void whenEnded(InputStream in) {
    try {
      while (in.read() >= 0) {
        // nothing more is expected
      }
    } catch (IOException e) {
      // the same as the end
    }
    now();
  }

  void after(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      // nobody interrupts it; the same as the end
    }
    now();
  }

  private void now() {
    Statement statement = running.get();
    if (statement != null) {
      Thread cancel = Thread.ofPlatform().daemon().start(() -> cancel(statement));
      try {
        cancel.join(TO_CANCEL);
      } catch (InterruptedException e) {
        // nobody interrupts it
      }
    }
    Runtime.getRuntime().halt(STOPPED);
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      // the server notices by its own time limit
    }
  }
}
