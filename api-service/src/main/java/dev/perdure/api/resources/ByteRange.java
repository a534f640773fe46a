package dev.perdure.api.resources;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a content that a request asks for.
 *
 * @param offset in bytes from 0
 * @param length in bytes; 0 when the content ends before
 */
record ByteRange(long offset, long length) {

  private static final Pattern FORM = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /**
   * Reads the header {@code Range}. Empty for the whole content: what asks for several parts, or
   * can't be read, is answered with that.
   *
   * @param size of the content
   */
  static Optional<ByteRange> of(@Nullable String header, long size) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(header.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long last = Math.min(number(matcher.group(2)), size);
      return Optional.of(new ByteRange(size - last, last));
    }
    long from = number(matcher.group(1));
    long to = matcher.group(2).isEmpty() ? Long.MAX_VALUE : number(matcher.group(2));
    if (to < from) {
      return Optional.empty();
    }
    return Optional.of(
        from >= size
            ? new ByteRange(0, 0)
            : new ByteRange(from, Math.min(to, size - 1) - from + 1));
  }

  /** One that no number here holds is behind the end of every content. */
  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong(significant);
  }

  boolean unsatisfiable() {
    return length == 0;
  }

  /** The header {@code Content-Range}. */
  String header(long size) {
    return "bytes %d-%d/%d".formatted(offset, offset + length - 1, size);
  }
}
