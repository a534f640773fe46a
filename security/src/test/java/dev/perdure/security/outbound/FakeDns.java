package dev.perdure.security.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A look-up that can change its mind. */
final class FakeDns implements Resolver {

  private final Map<String, Deque<List<InetAddress>>> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();

  /** The next answer for a name; the last one stays. */
  FakeDns answer(String name, String... addresses) {
    answers
        .computeIfAbsent(name, _ -> new ArrayDeque<>())
        .add(Stream.of(addresses).map(FakeDns::address).toList());
    return this;
  }

  /** The names that were looked up. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized List<InetAddress> resolve(String name) throws UnknownHostException {
    asked.add(name);
    Deque<List<InetAddress>> known = answers.get(name);
    if (known == null) {
      throw new UnknownHostException(name);
    }
    return known.size() > 1 ? known.remove() : known.element();
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }
}
