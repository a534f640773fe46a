package dev.perdure.security.outbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that ends with a failure when it is longer than allowed or takes longer. */
final class BoundedStream extends FilterInputStream {

  private final long most;
  private final Deadline deadline;
  private long count;

  BoundedStream(InputStream body, long most, Deadline deadline) {
    super(body);
    this.most = most;
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    deadline.check();
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    deadline.check();
    int n = super.read(bytes, offset, length);
    count(Math.max(0, n));
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    return Math.max(0, read(new byte[Math.clamp(n, 0, 8192)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(int n) {
    count += n;
    if (count > most) {
      throw Refusals.tooLarge(most);
    }
  }
}
