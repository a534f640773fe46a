package dev.perdure.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A part of a content in the clear, made of the pieces it is in. */
final class OpeningStream extends PieceStream {

  private final InputStream sealed;
  private final ChunkCipher cipher;
  private final long bytes;
  private final long end;
  private long at;

  /**
   * @param sealed from the beginning of the piece that {@code from} is in
   * @param bytes the length of the content
   * @param end where the part ends, after {@code from}
   */
  OpeningStream(InputStream sealed, ChunkCipher cipher, long bytes, long from, long end) {
    this.sealed = sealed;
    this.cipher = cipher;
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  @Override
  byte[] next() throws IOException {
    if (at >= end) {
      return new byte[0];
    }
    long number = at / ChunkCipher.PLAIN;
    boolean last = number == ChunkCipher.lastOf(bytes);
    byte[] piece = sealed.readNBytes(ChunkCipher.SEALED);
    if (piece.length == 0) {
      throw new EOFException("A part of the content is missing.");
    }
    byte[] plain = cipher.open(number, last, piece);
    long begin = number * ChunkCipher.PLAIN;
    int from = (int) (at - begin);
    int to = (int) Math.min(plain.length, end - begin);
    if (to <= from) {
      throw new EOFException("A part of the content is missing.");
    }
    at = begin + to;
    return Arrays.copyOfRange(plain, from, to);
  }

  @Override
  public void close() throws IOException {
    sealed.close();
  }
}
