package dev.perdure.memory;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers what was used last; whoever uses it holds a lock. */
final class BoundedMap<V> extends LinkedHashMap<String, V> {

  private static final long serialVersionUID = 1L;

  private final int most;

  BoundedMap(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
    return size() > most;
  }
}
