package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.skills.custom.SkillFlaws;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads JSON or YAML of bounded size, depth and number of parts, with the lines of its parts. */
final class DocumentReader {

  /** The longest document. */
  static final int MOST_CHARS = 2 * 1024 * 1024;

  private static final int DEEPEST = 100;
  private static final int MOST_PARTS = 200_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, Integer> lines = new HashMap<>();
  private int parts;

  private DocumentReader() {}

  /** The document; empty when it is none, which is then among the flaws. */
  static Optional<Document> read(String file, String text, SkillFlaws flaws) {
    if (text.length() > MOST_CHARS) {
      flaws.add(file, "It is longer than 2 MiB.");
      return Optional.empty();
    }
    DocumentReader reader = new DocumentReader();
    try {
      JsonNode root = text.stripLeading().startsWith("{") ? reader.json(text) : reader.yaml(text);
      if (root.isObject()) {
        return Optional.of(new Document(file, root, reader.lines));
      }
      flaws.add(file, 1, null, "It is no OpenAPI document.");
    } catch (JsonProcessingException e) {
      flaws.add(
          file,
          e.getLocation() == null ? null : e.getLocation().getLineNr(),
          e.getLocation() == null ? null : e.getLocation().getColumnNr(),
          "It is no valid JSON: " + e.getOriginalMessage());
    } catch (MarkedYAMLException e) {
      flaws.add(
          file,
          e.getProblemMark() == null ? null : e.getProblemMark().getLine() + 1,
          e.getProblemMark() == null ? null : e.getProblemMark().getColumn() + 1,
          "It is no valid YAML: " + e.getProblem());
    } catch (YAMLException | IOException | IllegalArgumentException e) {
      flaws.add(file, "It can't be read: " + e.getMessage());
    } catch (StackOverflowError e) {
      flaws.add(file, "It goes too deep.");
    }
    return Optional.empty();
  }

  private JsonNode json(String text) throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(MOST_CHARS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    try (JsonParser parser = factory.createParser(text)) {
      parser.nextToken();
      return json(parser, "");
    }
  }

  private JsonNode json(JsonParser parser, String pointer) throws IOException {
    count(pointer, parser.currentTokenLocation().getLineNr());
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          String inner = pointer + "/" + Document.escaped(name);
          parser.nextToken();
          object.set(name, json(parser, inner));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(json(parser, pointer + "/" + array.size()));
        }
        yield array;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
      case VALUE_NULL -> NODES.nullNode();
      default -> NODES.textNode(parser.getText());
    };
  }

  private JsonNode yaml(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_CHARS);
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(100);
    options.setAllowDuplicateKeys(false);
    Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    return node == null ? NODES.nullNode() : yaml(node, "", 0);
  }

  /** Parts that an alias stands for are counted each time: a bomb ends here. */
  private JsonNode yaml(Node node, String pointer, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("it goes deeper than " + DEEPEST);
    }
    count(pointer, node.getStartMark().getLine() + 1);
    return switch (node) {
      case MappingNode mapping -> {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
          if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            throw new IllegalArgumentException("a name is no text");
          }
          String inner = pointer + "/" + Document.escaped(key.getValue());
          object.set(key.getValue(), yaml(entry.getValueNode(), inner, depth + 1));
          lines.put(inner, key.getStartMark().getLine() + 1);
        }
        yield object;
      }
      case SequenceNode sequence -> {
        ArrayNode array = NODES.arrayNode();
        for (Node one : sequence.getValue()) {
          array.add(yaml(one, pointer + "/" + array.size(), depth + 1));
        }
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new IllegalArgumentException("a part is of a kind that is not known here");
    };
  }

  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL) && text.matches("(?i)true|false")) {
      return NODES.booleanNode(Boolean.parseBoolean(text));
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? number(text) : NODES.textNode(text);
  }

  private static JsonNode number(String text) {
    if (text.length() > 100 || !text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]{1,3})?")) {
      return NODES.textNode(text);
    }
    try {
      return text.matches("[+-]?[0-9]{1,9}")
          ? NODES.numberNode(Integer.parseInt(text))
          : NODES.numberNode(new java.math.BigDecimal(text));
    } catch (NumberFormatException e) {
      return NODES.textNode(text);
    }
  }

  private void count(String pointer, int line) {
    if (++parts > MOST_PARTS) {
      throw new IllegalArgumentException("it has more than " + MOST_PARTS + " parts");
    }
    lines.putIfAbsent(pointer, line);
  }
}
