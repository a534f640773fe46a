package dev.perdure.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever order commits, deltas, losses, repetitions, wipes and reconnects come in, a client gets
 * each durable event once, in order, and the pieces of text join up to the text. A failure names
 * its seed; {@code -Dperdure.seed=…} plays it again.
 */
class InterleavingTest {

  private static final int WORLDS = 1_000;

  @Test
  void everyInterleavingGivesEachEventOnceAndTheWholeText() throws Exception {
    long firstSeed = Long.getLong("perdure.seed", System.nanoTime());
    for (long seed = firstSeed; seed < firstSeed + WORLDS; seed++) {
      try {
        play(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("fails with seed " + seed, e);
      }
    }
  }

  private static void play(long seed) throws Exception {
    RandomWorld world = new RandomWorld(new Random(seed));
    while (!world.quiet()) {
      world.step();
    }
    world.settle();
    long last = world.log().all().size();
    assertThat(world.ids())
        .isEqualTo(LongStream.rangeClosed(world.firstCursor() + 1, last).boxed().toList());
    for (Map.Entry<UUID, String> text : world.endedTexts().entrySet()) {
      if (endsAfter(world, text.getKey())) {
        assertThat(world.texts().of(text.getKey())).isEqualTo(text.getValue());
      }
    }
  }

  private static boolean endsAfter(RandomWorld world, UUID messageId) {
    return world.log().all().stream()
        .filter(event -> event.pos() > world.firstCursor())
        .map(LoggedEvent::event)
        .anyMatch(event ->
            event instanceof RunEvent.TextMessageEnd end && end.messageId().equals(messageId));
  }
}
