package dev.perdure.skills.builtin.files.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What one look through an archive may bring forth. Counted while it comes: what headers say of
 * sizes is not believed.
 */
final class Bounds {

  static final int MOST_ENTRIES = 5_000;
  static final long MOST_BYTES = 256L * 1024 * 1024;
  static final long MOST_PACKED = 128L * 1024 * 1024;
  static final int MOST_RATIO = 200;

  /** Below this, a ratio says nothing: a small file of zeros is no bomb. */
  private static final long FREE = 16L * 1024 * 1024;

  /** Headers, long names and padding between two files of a tar. */
  private static final long MOST_BETWEEN = 1024 * 1024;

  private final long packed;
  private int entries;
  private long bytes;

  Bounds(long packed) {
    this.packed = packed;
  }

  /** One entry more. */
  void entry() throws ArchiveRefusedException {
    if (++entries > MOST_ENTRIES) {
      throw tooMany();
    }
  }

  static ArchiveRefusedException tooMany() {
    return new ArchiveRefusedException("It holds more than " + MOST_ENTRIES + " files.");
  }

  private void add(long more) throws IOException {
    bytes += more;
    if (bytes > MOST_BYTES) {
      throw new BombException("It holds more than " + MOST_BYTES / 1024 / 1024 + " MiB.");
    }
    if (bytes > FREE && bytes / MOST_RATIO > packed) {
      throw new BombException(
          "It holds more than " + MOST_RATIO + " times its own size, as only bombs do.");
    }
  }

  /** What a file holds, counted. Closing it does not close the archive. */
  InputStream count(InputStream content) {
    return new FilterInputStream(content) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
          add(1);
        }
        return b;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read > 0) {
          add(read);
        }
        return read;
      }

      @Override
      public long skip(long wanted) throws IOException {
        return readNBytes((int) Math.min(wanted, 64 * 1024)).length;
      }

      @Override
      public boolean markSupported() {
        return false;
      }

      @Override
      public void close() {
        // the archive goes on
      }
    };
  }

  /** A stream that gives so much for a header and no more, so that long names are no bombs. */
  static final class Metered extends FilterInputStream {

    private long left = MOST_BETWEEN;

    Metered(InputStream in) {
      super(in);
    }

    /** What comes next is a header. */
    void header() {
      left = MOST_BETWEEN;
    }

    /** What comes next is counted elsewhere. */
    void content() {
      left = Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      spend(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      spend(Math.max(0, read));
      return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
      return readNBytes((int) Math.min(wanted, 64 * 1024)).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void spend(long bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new BombException("What it says about a file is longer than files are.");
      }
    }
  }

  /** Too much came. */
  static final class BombException extends IOException {
    private static final long serialVersionUID = 1L;

    BombException(String message) {
      super(message);
    }
  }
}
