package dev.perdure.testkit.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Reply;
import java.util.Iterator;

/** How one provider's API words requests, answers, streams and errors. */
interface ModelProtocol {

  ChatRequest parse(JsonNode body);

  /** The answer in one piece. */
  JsonNode whole(ChatRequest request, Reply reply);

  /**
   * The answer as server-sent events, each complete with its end of line.
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
