package dev.perdure.e2e.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The judge is judged: what breaks a promise of the stream is noticed. */
class StreamRecordingTest {

  private final StreamRecording recording = new StreamRecording(0);

  @Test
  void putsTextWhereItsOffsetSays() {
    start(1, "m", 1);
    content("m", 1, 0, "Hello ");
    content("m", 1, 6, "wor");
    content("m", 1, 0, "Hello world");
    end(2, "m");
    assertThat(recording.faults()).isEmpty();
    assertThat(recording.text("m")).contains("Hello world");
    assertThat(recording.validMessages()).containsExactly("m");
  }

  @Test
  void noticesAMissingPiece() {
    start(1, "m", 1);
    content("m", 1, 3, "lo");
    assertThat(recording.faults()).hasSize(1);
  }

  @Test
  void noticesTextThatContradictsWhatCameBefore() {
    start(1, "m", 1);
    content("m", 1, 0, "Hello");
    content("m", 1, 0, "Hallo");
    assertThat(recording.faults()).hasSize(1);
  }

  @Test
  void noticesTextOfALowerFence() {
    start(1, "m", 2);
    content("m", 1, 0, "late");
    assertThat(recording.faults()).hasSize(1);
  }

  @Test
  void noticesAnIdThatComesAgain() {
    start(4, "m", 1);
    end(4, "m");
    assertThat(recording.faults()).hasSize(1);
  }

  @Test
  void noticesTextAfterTheEnd() {
    start(1, "m", 1);
    end(2, "m");
    content("m", 1, 0, "more");
    assertThat(recording.faults()).hasSize(1);
  }

  @Test
  void leavesOutWhatWasMadeVoid() {
    start(1, "m", 1);
    content("m", 1, 0, "half");
    end(2, "m");
    add(
        "3",
        "\"type\":\"CUSTOM\",\"name\":\"perdure.message_reset\",\"value\":{\"messageId\":\"m\"}",
        3,
        0,
        2);
    assertThat(recording.faults()).isEmpty();
    assertThat(recording.validMessages()).isEmpty();
    assertThat(recording.voidMessages()).containsExactly("m");
  }

  @Test
  void noticesAVoidMessageThatWasNotEnded() {
    start(1, "m", 1);
    add(
        "2",
        "\"type\":\"CUSTOM\",\"name\":\"perdure.message_reset\",\"value\":{\"messageId\":\"m\"}",
        2,
        0,
        2);
    assertThat(recording.faults()).hasSize(1);
  }

  private void start(long pos, String message, long fence) {
    add(
        String.valueOf(pos),
        "\"type\":\"TEXT_MESSAGE_START\",\"messageId\":\"" + message + "\"",
        pos,
        0,
        fence);
  }

  private void content(String message, long fence, int offset, String delta) {
    add(
        null,
        "\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\""
            + message
            + "\",\"delta\":\""
            + delta
            + "\"",
        -1,
        offset,
        fence);
  }

  private void end(long pos, String message) {
    add(
        String.valueOf(pos),
        "\"type\":\"TEXT_MESSAGE_END\",\"messageId\":\"" + message + "\"",
        pos,
        0,
        1);
  }

  private void add(@Nullable String id, String fields, long pos, int offset, long fence) {
    String metadata = "{\"pos\":%d,\"offset\":%d,\"fence\":%d}".formatted(pos, offset, fence);
    recording.add(
        new SseItem.Event(id, Json.read("{" + fields + ",\"metadata\":" + metadata + "}")));
  }
}
