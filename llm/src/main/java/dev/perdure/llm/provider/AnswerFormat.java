package dev.perdure.llm.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.Map;

/** Asks for an answer in JSON: by the provider's own means, or else in words. */
final class AnswerFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AnswerFormat() {}

  /** The provider's own means. */
  static ResponseFormat of(Map<String, Object> schema) {
    return ResponseFormat.builder()
        .type(ResponseFormatType.JSON)
        .jsonSchema(
            JsonSchema.builder()
                .name("answer")
                .rootElement(JsonRawSchema.from(write(schema)))
                .build())
        .build();
  }

  /** The instructions, and after them what the answer must look like. */
  static String inWords(String instructions, Map<String, Object> schema) {
    return (instructions.isBlank() ? "" : instructions + "\n\n")
        + "When you give your answer, give one JSON value and nothing else: no Markdown, no words"
        + " around it. It must fit this JSON Schema:\n"
        + write(schema);
  }

  private static String write(Map<String, Object> schema) {
    try {
      return JSON.writeValueAsString(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
