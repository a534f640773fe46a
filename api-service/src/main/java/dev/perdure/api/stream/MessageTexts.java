package dev.perdure.api.stream;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How much of each open message one client has got. Whatever is lost or comes twice on the way, the
 * pieces sent join up to the message's text.
 */
final class MessageTexts {

  private static final int REMEMBERED = 64;

  private final Function<UUID, String> openText;
  private final Sink sink;
  private final Map<UUID, Open> open = new HashMap<>();
  // Messages whose deltas are of no more use: they have ended, or the log does not know them.
  private final Set<UUID> settled =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /**
   * @param openText asks for the text so far of an open message
   */
  MessageTexts(Function<UUID, String> openText, Sink sink) {
    this.openText = openText;
    this.sink = sink;
  }

  /** A message or reasoning begins; the client has got nothing of it on this connection. */
  void started(LoggedEvent event) {
    switch (event.event()) {
      case RunEvent.TextMessageStart start -> open(start.messageId(), event, WireJson.CONTENT);
      case RunEvent.ReasoningStart start ->
          open(start.messageId(), event, WireJson.REASONING_CONTENT);
      default -> {}
    }
  }

  private void open(UUID id, LoggedEvent event, String type) {
    open.put(id, new Open(id, Origin.of(event), type));
  }

  /** A message or reasoning ends: sends what the client lacks of it. */
  void ended(LoggedEvent event) throws IOException {
    switch (event.event()) {
      case RunEvent.TextMessageEnd end ->
          close(new Open(end.messageId(), Origin.of(event), WireJson.CONTENT), end.text());
      case RunEvent.ReasoningEnd end ->
          close(
              new Open(end.messageId(), Origin.of(event), WireJson.REASONING_CONTENT), end.text());
      default -> {}
    }
  }

  private void close(Open unheardOf, @Nullable String text) throws IOException {
    Open message = open.remove(unheardOf.id);
    settled.add(unheardOf.id);
    if (text != null) {
      send(message == null ? unheardOf : message, text, text.length());
    }
  }

  /** Whether the log has to be asked what message a delta belongs to. */
  boolean unknown(Delta delta) {
    return !open.containsKey(delta.messageId()) && !settled.contains(delta.messageId());
  }

  /** A piece was heard: sends what is new in it, or in the text so far when some is missing. */
  void heard(Delta delta) throws IOException {
    Open message = open.get(delta.messageId());
    if (message == null) {
      settled.add(delta.messageId());
    } else if (delta.fence() >= message.origin.fence()) {
      if (delta.offset() > message.sent) {
        fill(message);
      }
      if (delta.offset() <= message.sent && delta.end() > message.sent) {
        String rest = delta.text().substring(message.sent - delta.offset());
        send(message, message.sent, rest, wholeCharacters(rest));
      }
    }
  }

  /** Sends what is known of open messages and not sent yet. */
  void refresh() throws IOException {
    for (Open message : open.values()) {
      fill(message);
    }
  }

  private void fill(Open message) throws IOException {
    String text = openText.apply(message.id);
    send(message, text, wholeCharacters(text));
  }

  private void send(Open message, String text, int end) throws IOException {
    if (end > message.sent) {
      send(message, message.sent, text.substring(message.sent), end - message.sent);
    }
  }

  private void send(Open message, int offset, String text, int length) throws IOException {
    if (length > 0) {
      sink.content(message.type, message.id, message.origin, offset, text.substring(0, length));
      message.sent = offset + length;
    }
  }

  /** The length without half a character at the end. */
  private static int wholeCharacters(String text) {
    int length = text.length();
    return length > 0 && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
  }

  private static final class Open {
    private final UUID id;
    private final Origin origin;
    private final String type;
    private int sent;

    Open(UUID id, Origin origin, String type) {
      this.id = id;
      this.origin = origin;
      this.type = type;
    }
  }

  /** Takes a piece of text to the client. */
  interface Sink {
    void content(String type, UUID messageId, Origin origin, int offset, String delta)
        throws IOException;
  }
}
