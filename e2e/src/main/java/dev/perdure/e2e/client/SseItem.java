package dev.perdure.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One thing an event stream says. */
public sealed interface SseItem {

  /** A line that only shows that the stream lives. */
  record Comment(String text) implements SseItem {}

  /**
   * An event.
   *
   * @param id as the server gave it; absent for what is live only
   */
  record Event(@Nullable String id, JsonNode data) implements SseItem {

    public String type() {
      return data.path("type").asText();
    }

    /** The event's name when it is a {@code CUSTOM} one, else its type. */
    public String name() {
      return type().equals("CUSTOM") ? data.path("name").asText() : type();
    }

    public String messageId() {
      return data.path("messageId").asText();
    }

    public long pos() {
      return data.path("metadata").path("pos").asLong(-1);
    }

    public long fence() {
      return data.path("metadata").path("fence").asLong(0);
    }

    public String stepId() {
      return data.path("metadata").path("step_id").asText();
    }
  }
}
