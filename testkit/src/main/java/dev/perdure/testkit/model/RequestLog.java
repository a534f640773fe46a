package dev.perdure.testkit.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.testkit.Behaviour.Usage;
import dev.perdure.testkit.internal.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What was asked and what became of it. The counts are exact; of the requests themselves the latest
 * are kept. Safe for use by many threads.
 */
final class RequestLog {
  /** What became of a request. */
  enum Outcome {
    /** Not ended yet. */
    OPEN,
    /** The whole answer was written. */
    ANSWERED,
    /** It failed as the script said. */
    FAILED,
    /** The client went away. */
    ABORTED
  }

  private static final long KEPT_CHARACTERS = 64L << 20;

  private final int kept;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private long characters;
  private int received;
  private long inputTokens;
  private long outputTokens;
  private int epoch;

  RequestLog(int kept) {
    this.kept = kept;
  }

  /** One request; it stays open until {@link #end}. */
  final class Entry {
    private final int number;
    private final String model;
    private final boolean stream;
    private final String lastUser;
    private final String body;
    private final String key;
    private final int since = epoch;
    private Outcome outcome = Outcome.OPEN;

    private Entry(int number, ChatRequest request, String body, String key) {
      this.number = number;
      this.model = request.model();
      this.stream = request.stream();
      this.lastUser = request.lastUserText();
      this.body = body;
      this.key = key;
    }
  }

  synchronized Entry begin(ChatRequest request, String body, String key) {
    received++;
    counts.merge(Outcome.OPEN, 1, Integer::sum);
    var entry = new Entry(received, request, body, key);
    entries.addLast(entry);
    characters += body.length();
    while (entries.size() > kept || (characters > KEPT_CHARACTERS && entries.size() > 1)) {
      characters -= entries.removeFirst().body.length();
    }
    return entry;
  }

  /** Settles what became of the request; false if that is settled already, or forgotten. */
  synchronized boolean end(Entry entry, Outcome outcome) {
    if (entry.since != epoch || entry.outcome != Outcome.OPEN) {
      return false;
    }
    counts.merge(entry.outcome, -1, Integer::sum);
    entry.outcome = outcome;
    counts.merge(outcome, 1, Integer::sum);
    return true;
  }

  synchronized void count(Usage usage) {
    inputTokens += usage.input();
    outputTokens += usage.output();
  }

  synchronized void clear() {
    entries.clear();
    characters = 0;
    epoch++;
    counts.clear();
    received = 0;
    inputTokens = 0;
    outputTokens = 0;
  }

  /** The counts, and the latest requests whose last user message contains the text. */
  synchronized JsonNode report(String contains) {
    ObjectNode report = Json.object();
    report.put("received", received);
    for (Outcome outcome : Outcome.values()) {
      report.put(name(outcome), counts.getOrDefault(outcome, 0));
    }
    report.put("input_tokens", inputTokens).put("output_tokens", outputTokens);
    var list = report.putArray("requests");
    for (Entry entry : entries) {
      if (entry.lastUser.contains(contains)) {
        list.add(describe(entry));
      }
    }
    return report;
  }

  private static ObjectNode describe(Entry entry) {
    var node = Json.object();
    node.put("number", entry.number);
    node.put("model", entry.model);
    node.put("key", entry.key);
    node.put("stream", entry.stream);
    node.put("outcome", name(entry.outcome));
    node.put("last_user", entry.lastUser);
    node.set("body", Json.read(entry.body));
    return node;
  }

  private static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
