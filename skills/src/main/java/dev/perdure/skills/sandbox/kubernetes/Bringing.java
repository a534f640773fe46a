package dev.perdure.skills.sandbox.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an archive into a pod. The client fails when it is given a piece while the last one is
 * still on its way, so each is waited for: the command says a byte when it has taken it.
 */
final class Bringing {

  /** What goes at once; some of what stands in between takes no more than 64 KiB in one frame. */
  static final int PIECE = 60 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Bringing.class);

  private final InputStream from;
  private final Semaphore taken = new Semaphore(0);
  private volatile boolean ended;

  Bringing(InputStream from) {
    this.from = from;
  }

  /** The end of what is brought is known by its length: old clusters can't tell it otherwise. */
  void bring(OutputStream to) {
    try {
      byte[] piece = from.readNBytes(PIECE);
      while (piece.length > 0 && !ended) {
        to.write(piece);
        to.flush();
        taken.acquire();
        piece = from.readNBytes(PIECE);
      }
    } catch (IOException | RuntimeException e) {
      // The command ended early, and will say so.
      LOG.debug("Not all was brought into a sandbox", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hears that pieces were taken, to the end of the command. */
  void hear(InputStream stdout) {
    try (stdout) {
      while (stdout.read() >= 0) {
        taken.release();
      }
    } catch (IOException e) {
      LOG.debug("A sandbox takes no more", e);
    } finally {
      ended = true;
      taken.release();
    }
  }
}
