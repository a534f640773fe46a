package dev.perdure.llm.rehearsal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How often a run has met a cue: all that the rehearsal model remembers from call to call. It is
 * this process's own, and forgets the oldest. Safe for use by many threads.
 */
final class Memory {
  private static final int RUNS = 10_000;

  private record Met(UUID run, String asked, String cue) {}

  private final Map<Met, Integer> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Met, Integer> eldest) {
          return size() > RUNS;
        }
      };

  /** How often now, this time included. */
  synchronized int count(Conversation conversation, String cue) {
    var met = new Met(conversation.request().step().run().runId(), conversation.asked(), cue);
    return counts.merge(met, 1, Integer::sum);
  }
}
