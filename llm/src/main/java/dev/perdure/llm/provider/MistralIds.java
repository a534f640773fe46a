package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Mistral takes ids of tool calls of nine letters and digits only. A run that began with another
 * provider's model has others: each is replaced by one that follows from it.
 */
final class MistralIds {
  private static final int LENGTH = 9;
  private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9]{" + LENGTH + "}");

  private MistralIds() {}

  static void put(ObjectNode body) {
    for (JsonNode message : body.path("messages")) {
      put(message, "tool_call_id");
      for (JsonNode call : message.path("tool_calls")) {
        put(call, "id");
      }
    }
  }

  private static void put(JsonNode node, String field) {
    String id = node.path(field).asText();
    if (!id.isEmpty() && !VALID.matcher(id).matches() && node instanceof ObjectNode object) {
      object.put(field, digest(id));
    }
  }

  private static String digest(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
