package dev.perdure.skills.builtin.data.child;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The room on the disk that is left for what a query writes besides its result. */
final class Room {

  private static final long MIB = 1024 * 1024;

  private long left;

  Room(int mebibytes) {
    this.left = mebibytes * MIB;
  }

  /** There is none left. */
  static final class Full extends IOException {

    private static final long serialVersionUID = 1L;

    Full() {
      super("there is no room for it");
    }
  }

  /** In whole MiB, one at least. */
  long leftMb() {
    return Math.max(1, left / MIB);
  }

  /** The same stream; what is written to it takes room, until {@link Full} is thrown. */
  OutputStream taking(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(int one) throws IOException {
        take(1);
        out.write(one);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        take(length);
        out.write(bytes, offset, length);
      }
    };
  }

  private void take(int bytes) throws Full {
    if (bytes > left) {
      throw new Full();
    }
    left -= bytes;
  }
}
