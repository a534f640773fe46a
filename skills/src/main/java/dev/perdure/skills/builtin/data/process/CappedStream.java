package dev.perdure.skills.builtin.data.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends a stream that is longer than it may be. */
final class CappedStream extends FilterInputStream {

  private long left;

  CappedStream(InputStream in, long most) {
    super(in);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    return left-- > 0 ? super.read() : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int read = super.read(bytes, offset, (int) Math.min(length, left));
    left -= Math.max(read, 0);
    return read;
  }
}
