package dev.perdure.memory;

import dev.perdure.core.tenant.OrgId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The text of an open message as it is kept: plain, or one encrypted piece after the other, each
 * with its length before it and bound to where in the text it begins.
 */
final class TextPieces {

  private static final int LENGTH = Integer.BYTES;

  private final Sealing sealing;

  TextPieces(Sealing sealing) {
    this.sealing = sealing;
  }

  /**
   * A piece as it is appended.
   *
   * @param begin how many characters come before it
   */
  Optional<byte[]> write(OrgId orgId, String key, int begin, String piece) {
    return sealing
        .seal(orgId, key, begin, piece.getBytes(StandardCharsets.UTF_8))
        .map(TextPieces::withLength);
  }

  private static byte[] withLength(byte[] piece) {
    if (!Sealing.isSealed(piece)) {
      return piece;
    }
    // The mark stays in front, so that the whole is known for what it is.
    return ByteBuffer.allocate(1 + LENGTH + piece.length)
        .put(piece[0])
        .putInt(piece.length)
        .put(piece)
        .array();
  }

  /** The whole text; empty when a part of it can't be read. */
  String read(OrgId orgId, String key, byte[] kept) {
    if (!Sealing.isSealed(kept)) {
      return new String(kept, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    ByteBuffer left = ByteBuffer.wrap(kept);
    while (left.hasRemaining()) {
      Optional<byte[]> piece =
          next(left).flatMap(sealed -> sealing.open(orgId, key, text.length(), sealed));
      if (piece.isEmpty()) {
        return "";
      }
      text.append(new String(piece.get(), StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private static Optional<byte[]> next(ByteBuffer left) {
    if (left.remaining() < 1 + LENGTH) {
      return Optional.empty();
    }
    left.get();
    int length = left.getInt();
    if (length < 1 || length > left.remaining()) {
      return Optional.empty();
    }
    byte[] piece = new byte[length];
    left.get(piece);
    return Optional.of(piece);
  }
}
