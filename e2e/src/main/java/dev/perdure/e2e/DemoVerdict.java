package dev.perdure.e2e;

import dev.perdure.e2e.client.MessageView;
import dev.perdure.e2e.client.RunView;
import dev.perdure.e2e.client.SseItem;
import dev.perdure.e2e.client.StreamRecording;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.harness.ProductProcess;
import dev.perdure.testkit.EffectRecorder.Effect;
import java.util.List;
import java.util.stream.LongStream;

/** Whether the demo went as promised, said in a few lines. */
record DemoVerdict(PerdureStack stack, RunView run, StreamRecording stream, ProductProcess victim) {

  boolean tell(DemoVoice voice) {
    voice.say("");
    voice.say("What came of it");
    boolean ended = run.status().equals("succeeded") && !victim.isAlive();
    voice.say(
        "  %s the run %s after %d steps, though process %d is dead"
            .formatted(mark(ended), run.status(), run.steps(), victim.pid()));
    boolean gapless = gapless();
    voice.say(
        "  %s the stream: positions 1 to %d, none missing, none twice"
            .formatted(mark(gapless), stream.lastId()));
    boolean text = textIsThatOfTheTranscript();
    voice.say(
        "  %s the text that was streamed is the text of the transcript".formatted(mark(text)));
    boolean once = effectsHappenedOnce();
    voice.say(
        "  %s the effect recorder, another process, was called %d times for 3 notes"
            .formatted(mark(once), stack.recorder().effects().size()));
    boolean good = ended && gapless && text && once;
    voice.say("");
    voice.say(good ? "As promised. Everything is stopped and removed." : "NOT as promised.");
    return good;
  }

  private static String mark(boolean good) {
    return good ? "✓" : "✗";
  }

  private boolean gapless() {
    List<Long> positions = stream.durable().stream().map(SseItem.Event::pos).toList();
    return stream.faults().isEmpty()
        && positions.equals(LongStream.rangeClosed(1, positions.size()).boxed().toList());
  }

  private boolean textIsThatOfTheTranscript() {
    List<MessageView> messages = stack.client().messages(run.sessionId());
    MessageView answer = messages.getLast();
    return stream.text(answer.id()).filter(answer.text()::equals).isPresent()
        && answer.text().equals(run.answer());
  }

  private boolean effectsHappenedOnce() {
    List<Effect> effects = stack.recorder().effects();
    return effects.size() == 3
        && effects.stream()
            .map(effect -> effect.payload().path("note").asText())
            .sorted()
            .toList()
            .equals(List.of("first", "second", "third"));
  }
}
