package dev.perdure.skills.custom.skillmd;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Tells text from other bytes. */
final class Utf8 {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Utf8() {}

  /** The line with the first byte that no text in UTF-8 has, a NUL among them; 0 for a text. */
  static int badLine(byte[] content) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CoderResult result = decoder.decode(bytes, CharBuffer.allocate(content.length + 1), true);
    int end = result.isError() ? bytes.position() : content.length;
    int line = 1;
    for (int i = 0; i < end; i++) {
      if (content[i] == 0) {
        return line;
      }
      if (content[i] == '\n') {
        line++;
      }
    }
    return result.isError() ? line : 0;
  }

  static boolean isText(byte[] content) {
    return badLine(content) == 0;
  }

  /** The text, without the mark that some editors put before it. */
  static String text(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
