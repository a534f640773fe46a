package dev.perdure.skills.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Arguments or settings, which were held against their schema before. */
public record Values(Map<String, Object> values) {

  /** A text that must be there. */
  public String text(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no " + name));
  }

  /** A text, if it is there. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).map(Object::toString);
  }

  /** A text, or another. */
  public String text(String name, String otherwise) {
    return find(name).orElse(otherwise);
  }

  /** A whole number, or another. */
  public long number(String name, long otherwise) {
    return values.get(name) instanceof Number number ? number.longValue() : otherwise;
  }

  /** A whole number, or another. */
  public int integer(String name, int otherwise) {
    return Math.toIntExact(number(name, otherwise));
  }

  /** A whole number, if it is there. */
  public Optional<Integer> integer(String name) {
    return values.containsKey(name) ? Optional.of(integer(name, 0)) : Optional.empty();
  }

  /** Yes, or no when it is not there. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** Some texts. */
  public List<String> texts(String name) {
    return values.get(name) instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of();
  }

  /** An object inside; empty when it is not there. */
  @SuppressWarnings("unchecked") // the schema says so
  public Values inside(String name) {
    return new Values(
        values.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of());
  }
}
