package dev.perdure.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a client was sent over one stream, however often it had to connect. What breaks a
 * promise of the stream is kept as a fault.
 */
public final class StreamRecording {

  private final List<SseItem.Event> events = new ArrayList<>();
  private final List<SseItem.Event> durable = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final TextAssembly texts = new TextAssembly(faults);
  private int comments;
  private int connections;
  private long lastId;

  /** Begins after a position. */
  StreamRecording(long after) {
    this.lastId = after;
  }

  synchronized void connected() {
    connections++;
  }

  synchronized void add(SseItem item) {
    switch (item) {
      case SseItem.Comment ignored -> comments++;
      case SseItem.Event event -> add(event);
    }
  }

  private void add(SseItem.Event event) {
    events.add(event);
    String id = event.id();
    if (id != null) {
      long pos = Long.parseLong(id);
      if (pos <= lastId) {
        faults.add("id " + pos + " came after " + lastId);
      }
      if (pos != event.pos()) {
        faults.add("id " + pos + " differs from metadata.pos: " + event);
      }
      lastId = pos;
      durable.add(event);
    }
    switch (event.name()) {
      case "TEXT_MESSAGE_START" -> texts.start(event);
      case "TEXT_MESSAGE_CONTENT" -> texts.content(event);
      case "TEXT_MESSAGE_END" -> texts.end(event);
      case "perdure.message_reset" ->
          texts.reset(event.data().path("value").path("messageId").asText());
      default -> {}
    }
  }

  /** The last id seen; where a new connection goes on. */
  public synchronized long lastId() {
    return lastId;
  }

  /** Every event, also those that are live only. */
  public synchronized List<SseItem.Event> events() {
    return List.copyOf(events);
  }

  /** The events that carried an id, in the order they came. */
  public synchronized List<SseItem.Event> durable() {
    return List.copyOf(durable);
  }

  /** Names of the durable events; for {@code CUSTOM} ones their own name. */
  public List<String> names() {
    return durable().stream().map(SseItem.Event::name).toList();
  }

  /** Durable events of a name. */
  public List<SseItem.Event> named(String name) {
    return durable().stream().filter(event -> event.name().equals(name)).toList();
  }

  public synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** How often the client connected. */
  public synchronized int connections() {
    return connections;
  }

  /** How many heartbeats came. */
  public synchronized int comments() {
    return comments;
  }

  /** The text of a message as it was streamed. */
  public synchronized Optional<String> text(String messageId) {
    return texts.text(messageId);
  }

  /** The messages that ended and were not made void, in order. */
  public synchronized List<String> validMessages() {
    return texts.valid();
  }

  /** The messages that were made void. */
  public synchronized Set<String> voidMessages() {
    return texts.voided();
  }

  /** The event a run ended with, if it has. */
  public Optional<SseItem.Event> ending() {
    return durable().stream().filter(StreamRecording::endsRun).reduce((first, last) -> last);
  }

  static boolean endsRun(SseItem.Event event) {
    return event.type().equals("RUN_FINISHED") || event.type().equals("RUN_ERROR");
  }

  /** The data of all events as they were sent, for other judges. */
  public List<JsonNode> raw() {
    return events().stream().map(SseItem.Event::data).toList();
  }
}
