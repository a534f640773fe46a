package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.skill.ToolNames;
import dev.perdure.core.text.Sha256;
import dev.perdure.skills.custom.NameFilter;
import dev.perdure.skills.custom.mcp.McpDefinition.LeftOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a server offers: what is broken is left out with a reason, and the rest goes on. */
final class ToolOffers {

  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_DESCRIPTION = 4_000;
  private static final int LONGEST_SCHEMA = 64 * 1024;

  /** Older drafts that servers write; what tools use of them means the same in 2020-12. */
  private static final Set<String> KNOWN_DIALECTS =
      Set.of(
          "http://json-schema.org/draft-07/schema",
          "https://json-schema.org/draft-07/schema",
          "https://json-schema.org/draft/2019-09/schema",
          "https://json-schema.org/draft/2020-12/schema");

  private final JsonSchemas schemas;
  private final McpJson json;

  ToolOffers(JsonSchemas schemas, McpJson json) {
    this.schemas = schemas;
    this.json = json;
  }

  /** What can be used of an offer, and what can't. */
  record Offer(List<OfferedTool> tools, List<LeftOut> leftOut) {}

  Offer read(List<Map<String, Object>> offered, NameFilter wanted, String prefix) {
    List<OfferedTool> tools = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    ToolNames names = new ToolNames(prefix);
    Set<String> seen = new java.util.HashSet<>();
    for (Map<String, Object> raw : offered) {
      String name = text(raw.get("name"));
      if (!wanted.wants(name)) {
        continue;
      }
      try {
        if (!seen.add(name)) {
          throw new IllegalArgumentException("another tool has the same name");
        }
        tools.add(tool(raw, name, names));
      } catch (IllegalArgumentException e) {
        leftOut.add(new LeftOut(cut(name, LONGEST_NAME), String.valueOf(e.getMessage())));
      }
    }
    return new Offer(tools, leftOut);
  }

  /** The SHA-256 of all that a server says of a tool which a model or a person goes by. */
  String hash(Map<String, Object> raw) {
    Map<String, Object> said = new LinkedHashMap<>();
    for (String part :
        List.of("name", "title", "description", "inputSchema", "outputSchema", "annotations")) {
      if (raw.get(part) != null) {
        said.put(part, raw.get(part));
      }
    }
    return Sha256.hex(json.canonical(said));
  }

  /** The SHA-256 over tools, in whatever order they are listed. */
  static String hash(List<OfferedTool> tools) {
    return Sha256.hex(String.join("\n", tools.stream().map(OfferedTool::sha256).sorted().toList()));
  }

  private OfferedTool tool(Map<String, Object> raw, String name, ToolNames names) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "its name is empty or longer than " + LONGEST_NAME + " characters");
    }
    Map<String, Object> input = schema(raw.get("inputSchema"), "input");
    if (!"object".equals(input.get("type"))) {
      throw new IllegalArgumentException("its input is not of type object");
    }
    @Nullable Map<String, Object> output =
        raw.get("outputSchema") == null ? null : schema(raw.get("outputSchema"), "output");
    return new OfferedTool(
        name,
        names.fit(name),
        cut(text(raw.get("title")), LONGEST_TITLE),
        cut(text(raw.get("description")), LONGEST_DESCRIPTION),
        input,
        output,
        raw.get("annotations") instanceof Map<?, ?> map ? copy(map) : Map.of(),
        hash(raw));
  }

  private Map<String, Object> schema(@Nullable Object raw, String which) {
    if (!(raw instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("it has no schema of its " + which);
    }
    Map<String, Object> schema = copy(map);
    if (schema.get("$schema") instanceof String dialect
        && KNOWN_DIALECTS.contains(dialect.replaceAll("#$", ""))) {
      schema.remove("$schema");
    }
    if (json.canonical(schema).length() > LONGEST_SCHEMA) {
      throw new IllegalArgumentException(
          "the schema of its " + which + " is longer than " + LONGEST_SCHEMA + " characters");
    }
    try {
      schemas.check(schema);
    } catch (PerdureException e) {
      throw new IllegalArgumentException(
          "the schema of its " + which + " is not valid: " + cut(e.error().message(), 500), e);
    }
    return schema;
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      if (value != null) {
        copy.put(String.valueOf(key), value);
      }
    });
    return copy;
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
