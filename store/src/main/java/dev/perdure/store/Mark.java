package dev.perdure.store;

import dev.perdure.core.session.ContentPart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in the place of what was erased. */
final class Mark {

  static final String TEXT = "[erased]";

  static final List<ContentPart> CONTENT = List.of(new ContentPart.Text(TEXT));

  /** What a workflow goes by; none of it was typed. */
  private static final Set<String> ORDERS = Set.of("operation", "mode", "command", "model");

  private Mark() {}

  /** The same with the mark for each text, but for orders. */
  static Map<String, Object> words(Map<String, Object> words) {
    Map<String, Object> masked = new LinkedHashMap<>();
    words.forEach((key, value) -> masked.put(key, ORDERS.contains(key) ? value : value(value)));
    return masked;
  }

  private static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Number number -> number;
      case Boolean flag -> flag;
      default -> TEXT;
    };
  }
}
