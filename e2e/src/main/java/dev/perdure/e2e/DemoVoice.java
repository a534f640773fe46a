package dev.perdure.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.client.SseItem;
import dev.perdure.e2e.client.StreamRecording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Tells a newcomer what happens, in plain lines. */
final class DemoVoice {

  @SuppressWarnings("SystemOut") // the lines are what the demo is for
  synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Begins to tell of a stream as it comes. */
  Telling tell(StreamRecording recording) {
    return new Telling(recording);
  }

  /** Follows a recording and says each event once. */
  final class Telling implements AutoCloseable {

    private final StreamRecording recording;
    private final Thread thread;
    private volatile boolean finished;
    private int told;
    private int pieces;

    private Telling(StreamRecording recording) {
      this.recording = recording;
      this.thread = Thread.ofVirtual().start(this::follow);
    }

    private void follow() {
      while (!finished) {
        tellNew();
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
      tellNew();
    }

    private void tellNew() {
      List<SseItem.Event> events = recording.events();
      for (; told < events.size(); told++) {
        SseItem.Event event = events.get(told);
        if (event.id() == null) {
          pieces++;
        } else {
          tellPieces();
          say("  [%3s] %s".formatted(event.id(), describe(event)));
        }
      }
    }

    private void tellPieces() {
      if (pieces > 0) {
        say("        … %d pieces of text, live".formatted(pieces));
        pieces = 0;
      }
    }

    /** Waits until text is being streamed. */
    void awaitText(Duration limit) {
      Instant deadline = Instant.now().plus(limit);
      while (Instant.now().isBefore(deadline)
          && recording.events().stream().filter(event -> event.id() == null).count() < 8) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }

    /** Waits until everything is told. */
    void finish() {
      finished = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      finish();
    }
  }

  private static String describe(SseItem.Event event) {
    JsonNode data = event.data();
    return switch (event.name()) {
      case "RUN_STARTED" -> "the run starts";
      case "STEP_STARTED" -> "step " + number(event) + ": " + data.path("stepName").asText();
      case "STEP_FINISHED" -> "step " + number(event) + " is done";
      case "TOOL_CALL_START" -> "calls the tool " + data.path("toolCallName").asText();
      case "TOOL_CALL_ARGS" -> "  with " + data.path("delta").asText();
      case "TOOL_CALL_END" -> "  the call is complete";
      case "TOOL_CALL_RESULT" -> "result: " + data.path("content").asText();
      case "TEXT_MESSAGE_START" -> "the answer begins";
      case "TEXT_MESSAGE_END" -> "the message ends";
      case "perdure.message_reset" -> "that message was cut short and is void; it is made anew";
      case "perdure.usage" -> "tokens are counted";
      case "RUN_FINISHED" -> "the run has ended";
      default -> event.name();
    };
  }

  private static String number(SseItem.Event event) {
    return event.stepId().substring(event.stepId().indexOf('/') + 1);
  }
}
