package dev.perdure.skills.builtin.web.page;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In which character set a text is. */
final class CharacterSets {

  private static final Pattern NAMED =
      Pattern.compile("charset\\s*=\\s*[\"']?([A-Za-z0-9._:+-]{1,40})", Pattern.CASE_INSENSITIVE);

  private CharacterSets() {}

  /** The one a content type names, when there is such a one. */
  static Optional<String> named(String contentType) {
    Matcher named = NAMED.matcher(contentType);
    return named.find()
        ? Optional.of(named.group(1)).filter(CharacterSets::known)
        : Optional.empty();
  }

  private static boolean known(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  /** Reads a text: a byte order mark is stronger than what the server says; else it is UTF-8. */
  static String decode(byte[] bytes, Optional<String> said) {
    if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
      return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
    }
    if (starts(bytes, 0xFE, 0xFF)) {
      return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
    }
    if (starts(bytes, 0xFF, 0xFE)) {
      return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
    }
    return new String(bytes, said.map(Charset::forName).orElse(StandardCharsets.UTF_8));
  }

  private static boolean starts(byte[] bytes, int... with) {
    if (bytes.length < with.length) {
      return false;
    }
    for (int i = 0; i < with.length; i++) {
      if ((bytes[i] & 0xFF) != with[i]) {
        return false;
      }
    }
    return true;
  }
}
