package dev.perdure.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Tells, for one provider's protocol, what an event of a stream means for the stream itself. */
public interface Dialect {

  /** The meaning of an event. */
  Sign read(@Nullable String event, JsonNode data);

  /** Whether each line is an event, in JSON, in place of server-sent events. */
  default boolean lines() {
    return false;
  }

  /**
   * An event as LangChain4j knows it.
   *
   * @param data what {@code text} holds
   */
  default String translate(JsonNode data, String text) {
    return text;
  }

  /** What an event means. */
  sealed interface Sign {
    /** A part of the answer, or nothing known. */
    record Content() implements Sign {}

    /** The model is done, for the reason named in the provider's words. */
    record Finished(String reason) implements Sign {}

    /** Nothing will follow. */
    record End() implements Sign {}

    /** The provider failed in the middle of its answer. */
    record Failed(JsonNode error) implements Sign {}
  }
}
