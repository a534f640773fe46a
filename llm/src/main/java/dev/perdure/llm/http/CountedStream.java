package dev.perdure.llm.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read, tells that something came, and ends when it is too much. */
final class CountedStream extends FilterInputStream {
  private final long limit;
  private final Runnable heard;
  private final Runnable tooMuch;
  private long count;

  CountedStream(InputStream in, long limit, Runnable heard, Runnable tooMuch) {
    super(in);
    this.limit = limit;
    this.heard = heard;
    this.tooMuch = tooMuch;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    heard.run();
    count += Math.max(read, 0);
    if (count > limit) {
      tooMuch.run();
      throw new IOException("more than " + limit + " bytes");
    }
    return read;
  }
}
