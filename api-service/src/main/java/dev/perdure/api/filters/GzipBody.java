package dev.perdure.api.filters;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A body that is unpacked as it is read, and not touched before. */
final class GzipBody extends InputStream {

  private static final int BUFFER = 8192;

  private final InputStream packed;
  private @Nullable InputStream plain;

  GzipBody(InputStream packed) {
    this.packed = packed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * {@inheritDoc}
   *
   * @throws BrokenBodyException when it is no gzip, or a cut one
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      if (plain == null) {
        plain = new GZIPInputStream(packed, BUFFER);
      }
      return plain.read(buffer, offset, length);
    } catch (ZipException | EOFException e) {
      throw new BrokenBodyException(e);
    }
  }

  /** There is a body; whether it is broken is for its reader to find out, not for who asks this. */
  @Override
  public int available() {
    return 1;
  }

  @Override
  public void close() throws IOException {
    packed.close();
  }
}
