package dev.perdure.e2e.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts the text of messages together by offsets, and notes whatever does not fit. */
final class TextAssembly {

  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
  private final Map<String, Long> fences = new LinkedHashMap<>();
  private final Set<String> ended = new LinkedHashSet<>();
  private final Set<String> voided = new LinkedHashSet<>();
  private final List<String> faults;

  TextAssembly(List<String> faults) {
    this.faults = faults;
  }

  void start(SseItem.Event event) {
    texts.putIfAbsent(event.messageId(), new StringBuilder());
    fences.putIfAbsent(event.messageId(), event.fence());
  }

  void content(SseItem.Event event) {
    String id = event.messageId();
    StringBuilder text = texts.get(id);
    if (text == null) {
      faults.add("text for a message that was never started: " + event);
      return;
    }
    if (ended.contains(id)) {
      faults.add("text for a message that has ended: " + event);
    }
    if (event.fence() < fences.getOrDefault(id, 0L)) {
      faults.add("text of a lower fence: " + event);
    }
    String delta = event.data().path("delta").asText();
    int offset = event.data().path("metadata").path("offset").asInt(-1);
    if (offset < 0 || offset > text.length()) {
      faults.add("text at " + offset + ", of which " + text.length() + " are known: " + event);
      return;
    }
    int known = Math.min(text.length() - offset, delta.length());
    if (!text.substring(offset, offset + known).equals(delta.substring(0, known))) {
      faults.add("text differs from what was sent before: " + event);
    }
    text.append(delta.substring(known));
  }

  void end(SseItem.Event event) {
    if (!texts.containsKey(event.messageId()) || !ended.add(event.messageId())) {
      faults.add("an end of a message that was not open: " + event);
    }
  }

  void reset(String messageId) {
    if (!ended.contains(messageId)) {
      faults.add("a message was made void before its end: " + messageId);
    }
    voided.add(messageId);
  }

  /** The text of a message that was started. */
  Optional<String> text(String messageId) {
    return Optional.ofNullable(texts.get(messageId)).map(StringBuilder::toString);
  }

  /** The messages that were ended and stayed in force, in order. */
  List<String> valid() {
    List<String> valid = new ArrayList<>(ended);
    valid.removeAll(voided);
    return valid;
  }

  Set<String> voided() {
    return Set.copyOf(voided);
  }
}
