package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Puts a conversation into the shape that Gemini demands: the results of calls made together come
 * together, and a call of Gemini 3 carries a signature of the thoughts behind it. A transcript
 * keeps no signatures, as it may go on with another provider's model; Google names a value that
 * stands for a missing one (its page on thought signatures, and vercel/ai#15560, which tried it;
 * noted 2026-11-22).
 */
final class GeminiTurns {
  private static final String NO_SIGNATURE = "skip_thought_signature_validator";

  private GeminiTurns() {}

  static void join(ObjectNode body, boolean sign) {
    ArrayNode joined = JsonNodeFactory.instance.arrayNode();
    ArrayNode last = null;
    for (JsonNode content : body.path("contents")) {
      if (!(content.path("parts") instanceof ArrayNode parts)) {
        joined.add(content);
        last = null;
      } else if (last != null && isResult(last) && isResult(parts)) {
        last.addAll(parts);
      } else {
        if (sign) {
          sign(parts);
        }
        joined.add(content);
        last = parts;
      }
    }
    body.set("contents", joined);
  }

  private static boolean isResult(ArrayNode parts) {
    return parts.path(0).has("functionResponse");
  }

  /** Only the first call of a turn has a signature. */
  private static void sign(ArrayNode parts) {
    ObjectNode first = firstCall(parts);
    if (first != null && !first.has("thoughtSignature")) {
      first.put("thoughtSignature", NO_SIGNATURE);
    }
  }

  private static @Nullable ObjectNode firstCall(ArrayNode parts) {
    for (JsonNode part : parts) {
      if (part.has("functionCall")) {
        return (ObjectNode) part;
      }
    }
    return null;
  }
}
