package dev.perdure.devstack.cli;

import java.util.Optional;

/** Puts the lines of an event stream together to events. */
final class SseParser {

  private final StringBuilder data = new StringBuilder();
  private String id = "";

  /** Takes a line; gives the event that it ended, if any. */
  Optional<SseEvent> accept(String line) {
    if (line.isEmpty()) {
      return end();
    }
    if (line.startsWith("data:")) {
      data.append(data.isEmpty() ? "" : "\n").append(value(line, "data:"));
    } else if (line.startsWith("id:")) {
      id = value(line, "id:");
    }
    return Optional.empty();
  }

  private Optional<SseEvent> end() {
    Optional<SseEvent> event =
        data.isEmpty() ? Optional.empty() : Optional.of(new SseEvent(id, data.toString()));
    data.setLength(0);
    id = "";
    return event;
  }

  private static String value(String line, String field) {
    String rest = line.substring(field.length());
    return rest.startsWith(" ") ? rest.substring(1) : rest;
  }
}
