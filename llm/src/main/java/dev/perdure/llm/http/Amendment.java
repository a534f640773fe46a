package dev.perdure.llm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Changes a request that LangChain4j has worded, where it has no words for what is meant. */
@FunctionalInterface
public interface Amendment {
  void apply(ObjectNode body);
}
