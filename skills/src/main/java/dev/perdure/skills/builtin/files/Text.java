package dev.perdure.skills.builtin.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Tells text from other bytes: text is UTF-8 without a zero. */
final class Text {

  private static final int LONGEST_CHARACTER = 4;

  private Text() {}

  /** The text that these bytes are; empty when they are none. */
  static Optional<String> of(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The same of bytes from the middle of a file, less the parts of characters at their ends. */
  static Optional<String> ofPart(byte[] bytes) {
    int from = 0;
    while (from < Math.min(LONGEST_CHARACTER - 1, bytes.length) && (bytes[from] & 0xC0) == 0x80) {
      from++;
    }
    int to = wholeCharacters(bytes, bytes.length);
    return to <= from ? Optional.of("") : of(Arrays.copyOfRange(bytes, from, to));
  }

  /** The last end up to {@code end} that is not inside a character. */
  static int wholeCharacters(byte[] bytes, int end) {
    int start = end - 1;
    while (start >= 0 && end - start < LONGEST_CHARACTER && (bytes[start] & 0xC0) == 0x80) {
      start--;
    }
    if (start < 0) {
      return end;
    }
    int first = bytes[start] & 0xFF;
    int length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return start + length <= end ? end : start;
  }
}
