package dev.perdure.api.stream;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a client only as long as it may listen: a credential that was revoked, or a user who
 * was disabled, hears no more, however long the stream has been open.
 */
public final class GuardedOutput extends FilterOutputStream {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedOutput.class);
  private static final long ASKED_EVERY = Duration.ofMillis(400).toNanos();

  private final BooleanSupplier allowed;
  private long nextAsked = System.nanoTime() + ASKED_EVERY;

  /**
   * @param allowed whether the client may listen now
   */
  public GuardedOutput(OutputStream out, BooleanSupplier allowed) {
    super(out);
    this.allowed = allowed;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    check();
    out.write(bytes, from, length);
  }

  @Override
  public void write(int one) throws IOException {
    check();
    out.write(one);
  }

  private void check() throws IOException {
    if (nextAsked - System.nanoTime() > 0) {
      return;
    }
    if (!stillAllowed()) {
      throw new IOException("the client may not listen any more");
    }
    nextAsked = System.nanoTime() + ASKED_EVERY;
  }

  /**
   * Who was allowed stays so while nobody can be asked: a stream outlives a database that is away.
   */
  private boolean stillAllowed() {
    try {
      return allowed.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.warn("can't find out whether a client may still listen", e);
      return true;
    }
  }
}
