package dev.perdure.skills.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes JSON Schemas. */
public final class Schema {

  private static final String TYPE = "type";
  private static final String DESCRIPTION = "description";

  private Schema() {}

  /** An object with these properties and no others. */
  public static Map<String, Object> object(Map<String, Object> properties, String... required) {
    return Map.of(
        TYPE,
        "object",
        "properties",
        properties,
        "required",
        List.of(required),
        "additionalProperties",
        false);
  }

  /** A text of so many characters. */
  public static Map<String, Object> text(String description, int least, int most) {
    return Map.of(TYPE, "string", DESCRIPTION, description, "minLength", least, "maxLength", most);
  }

  /** A text that fits a pattern. */
  public static Map<String, Object> text(String description, String pattern, int most) {
    return Map.of(TYPE, "string", DESCRIPTION, description, "pattern", pattern, "maxLength", most);
  }

  /** A whole number. */
  public static Map<String, Object> integer(String description, long least, long most) {
    return Map.of(TYPE, "integer", DESCRIPTION, description, "minimum", least, "maximum", most);
  }

  /** One of some words. */
  public static Map<String, Object> choice(String description, Collection<String> words) {
    return Map.of(TYPE, "string", DESCRIPTION, description, "enum", List.copyOf(words));
  }

  /** Yes or no. */
  public static Map<String, Object> flag(String description) {
    return Map.of(TYPE, "boolean", DESCRIPTION, description);
  }

  /** Some texts. */
  public static Map<String, Object> texts(String description, int mostItems, int mostCharacters) {
    return Map.of(
        TYPE,
        "array",
        DESCRIPTION,
        description,
        "minItems",
        1,
        "maxItems",
        mostItems,
        "items",
        Map.of(TYPE, "string", "minLength", 1, "maxLength", mostCharacters));
  }

  /** A schema with one keyword more. */
  public static Map<String, Object> with(Map<String, Object> schema, String keyword, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(schema);
    more.put(keyword, value);
    return Map.copyOf(more);
  }
}
