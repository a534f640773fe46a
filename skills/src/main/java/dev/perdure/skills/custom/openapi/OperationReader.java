package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.core.skill.ToolNames;
import dev.perdure.skills.custom.openapi.Operation.Credential;
import dev.perdure.skills.custom.openapi.Operation.Parameter;
import dev.perdure.skills.custom.openapi.Operation.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one operation of a document what is kept of it. */
final class OperationReader {

  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final Set<String> IGNORED_HEADERS =
      Set.of("accept", "content-type", "authorization");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final Document document;
  private final SecurityReader security;
  private final ToolNames names;

  OperationReader(Document document, ToolNames names) {
    this.document = document;
    this.security = new SecurityReader(document);
    this.names = names;
  }

  /**
   * Reads an operation.
   *
   * @param auth what a person says it is sent with; null when the document says so
   * @throws IllegalArgumentException when it can't be called from here, with the reason
   */
  Operation read(Listed listed, @Nullable List<Credential> auth) {
    JsonNode operation = listed.operation();
    SchemaInliner schemas = new SchemaInliner(document);
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode raw : parameters(listed)) {
      parameter(raw, properties, schemas)
          .ifPresent(parameter -> {
            parameters.add(parameter);
            if (parameter.place() == Place.PATH || raw.path("required").asBoolean()) {
              required.add(parameter.argument());
            }
          });
    }
    String bodyType = body(operation, properties, required, schemas);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    List<Credential> credentials = auth == null ? security.read(operation) : auth;
    return new Operation(
        listed.id(),
        names.fit(listed.name()),
        listed.method(),
        listed.path(),
        description(listed),
        parameters,
        bodyType,
        credentials,
        json.convertValue(schema, OBJECT));
  }

  private static String description(Listed listed) {
    String summary = listed.operation().path("summary").asText().strip();
    String description = listed.operation().path("description").asText().strip();
    String whole =
        summary.isEmpty() || description.startsWith(summary)
            ? description
            : summary + (description.isEmpty() ? "" : "\n" + description);
    String told = whole.isEmpty() ? listed.method() + " " + listed.path() : whole;
    return told.length() <= LONGEST_DESCRIPTION
        ? told
        : told.substring(0, LONGEST_DESCRIPTION - 1) + "…";
  }

  /** Those of the path, and those of the operation, which replace others of their name. */
  private List<JsonNode> parameters(Listed listed) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    for (JsonNode list :
        List.of(listed.item().path("parameters"), listed.operation().path("parameters"))) {
      for (JsonNode one : list) {
        JsonNode parameter = document.resolved(one);
        all.put(parameter.path("in").asText() + " " + parameter.path("name").asText(), parameter);
      }
    }
    return List.copyOf(all.values());
  }

  private Optional<Parameter> parameter(
      JsonNode raw, ObjectNode properties, SchemaInliner schemas) {
    String name = raw.path("name").asText();
    String in = raw.path("in").asText();
    Place place =
        switch (in) {
          case "path" -> Place.PATH;
          case "query" -> Place.QUERY;
          case "header" -> Place.HEADER;
          default -> null;
        };
    if (place == null) {
      if (in.equals("cookie") && !raw.path("required").asBoolean()) {
        return Optional.empty();
      }
      throw new IllegalArgumentException(
          "its parameter \"" + name + "\" is sent in \"" + in + "\", which is not done here");
    }
    if (place == Place.HEADER && IGNORED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      return Optional.empty(); // as OpenAPI says
    }
    JsonNode content = raw.path("content").path("application/json");
    boolean asJson = raw.has("content");
    String style = raw.path("style").asText(place == Place.QUERY ? "form" : "simple");
    Set<String> known =
        place == Place.QUERY
            ? Set.of("form", "deepObject", "spaceDelimited", "pipeDelimited")
            : Set.of("simple");
    if (!known.contains(style) || (asJson && content.isMissingNode())) {
      throw new IllegalArgumentException(
          "its parameter \"" + name + "\" is written in a way that is not known here");
    }
    String argument = properties.has(name) || name.equals(Operation.BODY) ? name + "_" + in : name;
    JsonNode schema = schemas.inline((asJson ? content : raw).path("schema"));
    if (schema instanceof ObjectNode object
        && raw.path("description").isTextual()
        && !object.has("description")) {
      String told = raw.path("description").textValue();
      object.put("description", told.substring(0, Math.min(told.length(), 500)));
    }
    properties.set(argument, schema);
    boolean explode = raw.path("explode").asBoolean(style.equals("form"));
    return Optional.of(new Parameter(argument, name, place, style, explode, asJson));
  }

  private @Nullable String body(
      JsonNode operation, ObjectNode properties, ArrayNode required, SchemaInliner schemas) {
    JsonNode body = document.resolved(operation.path("requestBody"));
    if (body.isMissingNode() || body.path("content").isEmpty()) {
      return null;
    }
    List<String> types = new ArrayList<>();
    body.path("content").fieldNames().forEachRemaining(types::add);
    Optional<String> type =
        types.stream()
            .filter(
                one -> one.toLowerCase(Locale.ROOT).matches("application/([a-z.-]+\\+)?json(;.*)?"))
            .findFirst()
            .or(() -> types.stream().filter(FORM::equals).findFirst())
            .or(() -> types.stream().filter("*/*"::equals).findFirst());
    if (type.isEmpty()) {
      throw new IllegalArgumentException(
          "its body is "
              + Document.shown(String.join(", ", types))
              + "; only JSON and "
              + FORM
              + " are sent from here");
    }
    properties.set(
        Operation.BODY, schemas.inline(body.path("content").path(type.get()).path("schema")));
    if (body.path("required").asBoolean()) {
      required.add(Operation.BODY);
    }
    return type.get().equals(FORM)
        ? FORM
        : type.get().equals("*/*") ? "application/json" : type.get();
  }
}
