package dev.perdure.store;

import java.io.IOException;
import java.io.InputStream;

/** A content as it is stored, made of the content in the clear. */
final class SealingStream extends PieceStream {

  private final InputStream plain;
  private final ChunkCipher cipher;
  private byte[] ahead;
  private long number;
  private boolean done;

  SealingStream(InputStream plain, ChunkCipher cipher) throws IOException {
    this.plain = plain;
    this.cipher = cipher;
    this.ahead = plain.readNBytes(ChunkCipher.PLAIN);
  }

  @Override
  byte[] next() throws IOException {
    if (done) {
      return new byte[0];
    }
    byte[] current = ahead;
    ahead = current.length < ChunkCipher.PLAIN ? new byte[0] : plain.readNBytes(ChunkCipher.PLAIN);
    done = ahead.length == 0;
    return cipher.seal(number++, done, current);
  }
}
