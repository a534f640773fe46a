package dev.perdure.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.core.agent.AgentConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Writes the lines of an export: an object each, which says first what it is. */
public final class ExportLine {

  /** Columns that hold objects with our own names in camelCase. */
  private static final Set<String> OWN_WORDS = Set.of("payload", "detail", "settlement");

  /** What pieces of contents are called. */
  public static final String FILE_CONTENT = "file_content";

  private final ObjectMapper mapper;

  public ExportLine(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** One thing. */
  public JsonNode of(String type, Map<String, Object> fields) {
    ObjectNode line = mapper.createObjectNode().put("type", type);
    fields.forEach((name, value) -> line.set(name, node(name, value)));
    return line;
  }

  /** A piece of a file's content, in base64. */
  public JsonNode ofContent(UUID contentId, long offset, byte[] piece) {
    return mapper
        .createObjectNode()
        .put("type", FILE_CONTENT)
        .put("content_id", contentId.toString())
        .put("offset", offset)
        .put("data", piece);
  }

  /** The last line, without which a file is not whole. */
  public JsonNode end(Map<String, Long> counts) {
    ObjectNode line = mapper.createObjectNode().put("type", "end");
    line.set("counts", mapper.valueToTree(counts));
    return line;
  }

  private JsonNode node(String name, Object value) {
    return switch (value) {
      // One by one, so that each part of a content says of what kind it is.
      case List<?> list -> {
        ArrayNode array = mapper.createArrayNode();
        list.forEach(item -> array.add(mapper.<JsonNode>valueToTree(item)));
        yield array;
      }
      case Map<?, ?> map when OWN_WORDS.contains(name) -> {
        @SuppressWarnings("unchecked") // read from JSON, whose names are texts
        Map<String, Object> words = (Map<String, Object>) map;
        yield mapper.valueToTree(SnakeKeys.of(words));
      }
      case AgentConfig config -> mapper.valueToTree(AgentConfigBody.of(config));
      default -> mapper.valueToTree(value);
    };
  }
}
