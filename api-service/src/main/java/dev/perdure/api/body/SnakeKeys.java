package dev.perdure.api.body;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Events name what they tell in camelCase; the rest of the API does not. */
final class SnakeKeys {

  private SnakeKeys() {}

  /** The same entries under keys in snake_case. */
  static Map<String, Object> of(Map<String, Object> camel) {
    Map<String, Object> snake = new LinkedHashMap<>();
    camel.forEach((key, value) -> snake.put(snake(key), value));
    return snake;
  }

  private static String snake(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
