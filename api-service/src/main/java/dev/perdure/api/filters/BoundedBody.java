package dev.perdure.api.filters;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is read as it comes, up to its limit. */
final class BoundedBody extends FilterInputStream {

  private final long most;
  private long bytes;

  BoundedBody(InputStream body, long most) {
    super(body);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    if (read >= 0) {
      count(1);
    }
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  private void count(int read) {
    bytes += read;
    if (bytes > most) {
      throw new BodyFilter.BodyTooLargeException(most);
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
