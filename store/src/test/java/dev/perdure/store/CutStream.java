package dev.perdure.store;

import java.io.IOException;
import java.io.InputStream;

/** What a client sends that goes away in the middle. */
final class CutStream extends InputStream {

  private long left;

  CutStream(long bytes) {
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      throw new IOException("the client is gone");
    }
    int count = (int) Math.min(left, length);
    left -= count;
    return count;
  }
}
