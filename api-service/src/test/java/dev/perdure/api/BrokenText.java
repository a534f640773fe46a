package dev.perdure.api;

import java.util.List;
import java.util.Random;

/** Spoils a key, token, cookie or header value a little; what comes out is never what went in. */
record BrokenText(Random random) {

  private static final List<String> PIECES =
      List.of(
          ".",
          "..",
          "=",
          "%00",
          "\"",
          "{}",
          ",",
          ";",
          "/",
          "\\",
          " ",
          "\t",
          "\u00e9",
          "\u0000",
          "\u0001",
          "\u007f",
          "\u202e",
          "'--",
          "${jndi:ldap://127.0.0.1:1/a}",
          "A".repeat(3000));

  /** Letters that look like those of ASCII. */
  private static final String LATIN = "aceopxABCEHKMOPTX015";

  private static final String ALIKE = "асеорхАВСЕНКМОРТХОІ５";

  String of(String text) {
    String broken = text;
    // White space around a value is no part of it.
    while (broken.strip().equals(text)) {
      broken = once(text);
    }
    return broken;
  }

  private String once(String text) {
    int at = random.nextInt(text.length());
    char now = text.charAt(at);
    String before = text.substring(0, at);
    String after = text.substring(at + 1);
    return switch (random.nextInt(9)) {
      case 0 -> before + (char) (now ^ (1 << random.nextInt(7))) + after;
      case 1 -> before + (char) ('!' + random.nextInt(94)) + after;
      case 2 -> before;
      case 3 -> text.substring(at);
      case 4 -> before + after;
      case 5 -> before + otherCase(now) + after;
      case 6 -> before + alike(now) + after;
      case 7 -> before + PIECES.get(random.nextInt(PIECES.size())) + now + after;
      default -> text + text.substring(at);
    };
  }

  private static char otherCase(char now) {
    return Character.isUpperCase(now) ? Character.toLowerCase(now) : Character.toUpperCase(now);
  }

  private static char alike(char now) {
    int known = LATIN.indexOf(now);
    return known < 0 ? now : ALIKE.charAt(Math.min(known, ALIKE.length() - 1));
  }
}
