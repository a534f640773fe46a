package dev.perdure.testkit.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Reply;
import java.util.Iterator;

/** How one provider's API words requests, answers, streams and errors. */
interface ModelProtocol {

  /**
   * What is asked.
   *
   * @param path of the request
   * @throws IllegalArgumentException saying why the provider would refuse it
   */
  ChatRequest parse(String path, JsonNode body);

  /** Of a streamed answer. */
  default String contentType() {
    return "text/event-stream";
  }

  /** An event that can't be read. */
  default String garbage() {
    return "data: {\"id\": \"broken\", \"choi\n\n";
  }

  /** The answer in one piece. */
  JsonNode whole(ChatRequest request, Reply reply);

  /**
   * The answer as events, each complete with its end of line.
   *
   * @param chunkSize characters in one chunk
   * @param endless whether the text goes on for ever
   */
  Iterator<String> stream(ChatRequest request, Reply reply, int chunkSize, boolean endless);

  /** The body of an HTTP error. */
  JsonNode error(int status, Fault fault);

  /** An error told inside a stream. */
  String errorEvent(int status, Fault fault);
}
