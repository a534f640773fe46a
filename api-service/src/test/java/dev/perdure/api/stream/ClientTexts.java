package dev.perdure.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a client makes of the pieces of text. It checks that pieces join up, that none is empty or
 * cuts a character, and that none comes after the end of its message.
 */
final class ClientTexts {

  private final Map<String, String> texts = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Set<String> heardOnThisConnection = new HashSet<>();

  /** A new connection: the first piece of a message may begin at 0 again. */
  void connected() {
    heardOnThisConnection.clear();
  }

  void take(SseFrames.Frame frame) {
    String id = frame.at("/messageId").asText();
    switch (frame.type()) {
      case "TEXT_MESSAGE_START" -> assertThat(ended).doesNotContain(id);
      case "TEXT_MESSAGE_CONTENT" -> content(id, frame);
      case "TEXT_MESSAGE_END" -> {
        assertThat(ended.add(id)).isTrue();
        assertThat(frame.at("/text").isMissingNode()).as("text on the wire").isTrue();
      }
      default -> {}
    }
  }

  private void content(String id, SseFrames.Frame frame) {
    String delta = frame.at("/delta").asText();
    int offset = frame.at("/metadata/offset").asInt(-1);
    assertThat(frame.id()).isZero();
    assertThat(ended).as("text after the end").doesNotContain(id);
    assertThat(delta).isNotEmpty();
    assertThat(Character.isLowSurrogate(delta.charAt(0))).isFalse();
    assertThat(Character.isHighSurrogate(delta.charAt(delta.length() - 1))).isFalse();
    String known = texts.getOrDefault(id, "");
    int expected = heardOnThisConnection.add(id) ? 0 : known.length();
    assertThat(offset).as("offset of a piece").isEqualTo(expected);
    texts.put(id, known.substring(0, offset) + delta);
  }

  String of(Object messageId) {
    return texts.getOrDefault(messageId.toString(), "");
  }
}
