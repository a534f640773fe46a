package dev.perdure.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message as the API shows it. */
public record MessageView(
    String id,
    long seq,
    @Nullable String runId,
    @Nullable String stepId,
    String role,
    JsonNode content) {

  /** The text parts, joined. */
  public String text() {
    StringBuilder text = new StringBuilder();
    parts("text").forEach(part -> text.append(part.path("text").asText()));
    return text.toString();
  }

  /** The parts of one type. */
  public List<JsonNode> parts(String type) {
    List<JsonNode> parts = new ArrayList<>();
    content.forEach(part -> {
      if (part.path("type").asText().equals(type)) {
        parts.add(part);
      }
    });
    return parts;
  }
}
