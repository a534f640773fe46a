package dev.perdure.api.service;

import dev.perdure.core.error.PerdureException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks of what clients send, each naming the field. */
final class Checks {

  private static final int NAME_LENGTH = 100;
  private static final int TEXT_LENGTH = 2_000;
  private static final int METADATA_ENTRIES = 64;
  private static final int METADATA_KEY = 64;
  private static final int METADATA_VALUE = 1_000;

  private Checks() {}

  /** A field that has to be there. */
  static <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw PerdureException.invalid(
          "field_required", "The field " + field + " is missing.", field);
    }
    return value;
  }

  /** A name: one line of 1 to 100 characters, spaces around it dropped. */
  static String name(@Nullable String value, String field) {
    String name = required(value, field).strip();
    if (name.isEmpty() || name.length() > NAME_LENGTH || name.chars().anyMatch(Checks::control)) {
      throw invalid(field, "must be one line of 1 to " + NAME_LENGTH + " characters");
    }
    return name;
  }

  /** A text that may be left out; an empty one counts as absent. */
  static @Nullable String text(@Nullable String value, String field) {
    if (value == null || value.isBlank()) {
      return null;
    }
    if (value.length() > TEXT_LENGTH) {
      throw invalid(field, "may have " + TEXT_LENGTH + " characters at most");
    }
    noNul(value, field);
    return value;
  }

  /** Labels of a session. */
  static Map<String, String> metadata(Map<String, String> metadata) {
    if (metadata.size() > METADATA_ENTRIES) {
      throw invalid("/metadata", "may have " + METADATA_ENTRIES + " entries at most");
    }
    metadata.forEach(Checks::entry);
    return metadata;
  }

  private static void entry(String key, @Nullable String value) {
    String field = "/metadata/" + key;
    if (key.isEmpty() || key.length() > METADATA_KEY) {
      throw invalid(field, "must have a key of 1 to " + METADATA_KEY + " characters");
    }
    if (value == null || value.length() > METADATA_VALUE) {
      throw invalid(field, "must be a text of " + METADATA_VALUE + " characters at most");
    }
    noNul(key, field);
    noNul(value, field);
  }

  /** PostgreSQL keeps no NUL in texts. */
  static void noNul(String value, String field) {
    if (value.indexOf('\0') >= 0) {
      throw invalid(field, "may not contain the character NUL");
    }
  }

  static PerdureException invalid(String field, String what) {
    return PerdureException.invalid(
        "invalid_field", "The field " + field + " " + what + ".", field);
  }

  /** Also what ends a line elsewhere, and what turns the direction of the letters behind it. */
  private static boolean control(int character) {
    return Character.isISOControl(character)
        || character == 0x2028
        || character == 0x2029
        || (character >= 0x202a && character <= 0x202e)
        || (character >= 0x2066 && character <= 0x2069);
  }
}
