package dev.perdure.testkit.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Events one after the other, the long parts made only when they are asked for. */
final class EventStream implements Iterator<String> {
  private final List<Iterator<String>> parts = new ArrayList<>();
  private int at;

  EventStream then(String event) {
    parts.add(List.of(event).iterator());
    return this;
  }

  EventStream then(Iterator<String> pieces, Function<String, String> event) {
    parts.add(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return pieces.hasNext();
          }

          @Override
          public String next() {
            return event.apply(pieces.next());
          }
        });
    return this;
  }

  @Override
  public boolean hasNext() {
    while (at < parts.size() && !parts.get(at).hasNext()) {
      at++;
    }
    return at < parts.size();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return parts.get(at).next();
  }
}
