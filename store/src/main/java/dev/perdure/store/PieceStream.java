package dev.perdure.store;

import java.io.IOException;
import java.io.InputStream;

/** A stream made of pieces, one of which is in memory. */
abstract class PieceStream extends InputStream {

  private byte[] piece = new byte[0];
  private int at;
  private boolean ended;

  /** The next piece; an empty one at the end. */
  abstract byte[] next() throws IOException;

  @Override
  public int read() throws IOException {
    return filled() ? piece[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!filled()) {
      return -1;
    }
    int count = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, buffer, offset, count);
    at += count;
    return count;
  }

  private boolean filled() throws IOException {
    if (at == piece.length && !ended) {
      piece = next();
      at = 0;
      ended = piece.length == 0;
    }
    return at < piece.length;
  }
}
