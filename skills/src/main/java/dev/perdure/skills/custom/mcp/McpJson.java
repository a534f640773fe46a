package dev.perdure.skills.custom.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.perdure.skills.custom.SentSecrets;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.IOException;
import java.util.Map;

/** JSON as servers write it, which may be anything: its depth is bounded. */
final class McpJson {

  /** The most bytes of one message, or of all that answer one request. */
  static final int MOST_BYTES = 8 * 1024 * 1024;

  private static final int DEEPEST = 200;

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final TypeRef<Map<String, Object>> OBJECT_REF = new TypeRef<>() {};

  private final ObjectMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(MOST_BYTES)
                          .build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private final ObjectMapper canonical =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();
  private final ObjectMapper kept =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private final McpJsonMapper mapper = new JacksonMcpJsonMapper(json);

  /** How the SDK reads and writes. */
  McpJsonMapper mapper() {
    return mapper;
  }

  byte[] write(JSONRPCMessage message) {
    try {
      return mapper.writeValueAsBytes(message);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads one message. */
  JSONRPCMessage message(String text) {
    try {
      return McpSchema.deserializeJsonRpcMessage(mapper, text);
    } catch (IOException | IllegalArgumentException e) {
      throw McpFailure.broken("The MCP server sends what is no message of the protocol.", e);
    }
  }

  /** A message without secrets in any of its texts, however these are written. */
  String without(String message, SentSecrets secrets) {
    if (secrets.none()) {
      return message;
    }
    try {
      return json.writeValueAsString(without(json.readTree(message), secrets));
    } catch (JsonProcessingException e) {
      return secrets.without(message); // what is no JSON is refused by who reads it
    }
  }

  private JsonNode without(JsonNode node, SentSecrets secrets) {
    return switch (node) {
      case TextNode text -> json.getNodeFactory().textNode(secrets.without(text.textValue()));
      case ArrayNode array -> {
        ArrayNode clean = json.createArrayNode();
        array.forEach(one -> clean.add(without(one, secrets)));
        yield clean;
      }
      case ObjectNode object -> {
        ObjectNode clean = json.createObjectNode();
        object
            .properties()
            .forEach(
                one -> clean.set(secrets.without(one.getKey()), without(one.getValue(), secrets)));
        yield clean;
      }
      default -> node;
    };
  }

  /** What a request was answered with: an object. */
  static TypeRef<Map<String, Object>> object() {
    return OBJECT_REF;
  }

  /** As text. */
  String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a text is the same JSON as a value. */
  boolean same(String text, Object value) {
    try {
      return json.readTree(text).equals(json.valueToTree(value));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** As text, the same for equal values: names in order, no spaces. */
  String canonical(Object value) {
    try {
      return canonical.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is kept of a skill, as JSON. */
  Map<String, Object> kept(McpDefinition definition) {
    return kept.convertValue(definition, OBJECT);
  }

  /** A part of what is kept of a skill, as JSON. */
  Map<String, Object> object(OfferedTool tool) {
    return kept.convertValue(tool, OBJECT);
  }

  /** What was kept of a skill. */
  McpDefinition definition(Map<String, Object> definition) {
    return kept.convertValue(definition, McpDefinition.class);
  }
}
