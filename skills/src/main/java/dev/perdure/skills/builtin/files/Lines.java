package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.Cancellation;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads lines of bytes, however long they are, in bounded memory. */
final class Lines {

  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final Cancellation cancellation;
  private long position;
  private boolean end;

  Lines(InputStream in, Cancellation cancellation) {
    this.in = new BufferedInputStream(in, CHUNK);
    this.cancellation = cancellation;
  }

  /** How many bytes were read. */
  long position() {
    return position;
  }

  /** Whether nothing comes any more. */
  boolean end() {
    return end;
  }

  /**
   * Reads the next line with its end, and keeps its beginning.
   *
   * @param most how many bytes are kept
   */
  Line next(int most) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long length = 0;
    while (true) {
      int b = in.read();
      if (b < 0) {
        end = true;
        return new Line(kept, length);
      }
      position++;
      if (position % CHUNK == 0) {
        cancellation.throwIfRequested();
      }
      length++;
      if (kept.size() < most) {
        kept.write(b);
      }
      if (b == '\n') {
        return new Line(kept, length);
      }
    }
  }

  /**
   * A line.
   *
   * @param kept its beginning
   * @param length in bytes, with its end
   */
  record Line(ByteArrayOutputStream kept, long length) {

    boolean cut() {
      return kept.size() < length;
    }

    byte[] bytes() {
      return kept.toByteArray();
    }
  }
}
