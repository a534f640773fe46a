package dev.perdure.skills;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The schema library behind one door: strict JSON, draft 2020-12, nothing fetched. */
final class SchemaValidator {

  private static final String SCHEMA_OF_SCHEMAS = SpecificationVersion.DRAFT_2020_12.getDialectId();

  private static final Pattern THROWN = Pattern.compile("(?:[a-z]+\\.)+[A-Z]\\w*: ");

  private static final int MAX_PROBLEMS = 10;
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder()
                      .locale(Locale.ENGLISH)
                      .pathType(PathType.JSON_POINTER)
                      .formatAssertionsEnabled(true)
                      .regularExpressionFactory(BoundedPattern::new)
                      .build()));

  /**
   * Reads a schema.
   *
   * @throws IllegalArgumentException when it is none
   */
  Schema compile(Map<String, Object> schema) {
    try {
      Schema compiled = registry.getSchema(json.<JsonNode>valueToTree(schema));
      compiled.initializeValidators();
      return compiled;
    } catch (SchemaException e) {
      throw new IllegalArgumentException(reason(String.valueOf(e.getMessage())), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("it goes too deep", e);
    }
  }

  /** In words of JSON Schema: the library puts the names of its classes before its reasons. */
  private static String reason(String message) {
    Matcher thrown = THROWN.matcher(message);
    if (!thrown.lookingAt()) {
      return message;
    }
    String rest = message.substring(thrown.end());
    return thrown.group().startsWith("java.io.")
        ? "it refers to " + rest + ", and nothing is fetched"
        : rest;
  }

  /** What is wrong with a schema, by the schema of schemas, which the library brings along. */
  List<String> problemsOfSchema(Map<String, Object> schema) {
    Schema schemas = registry.getSchema(SchemaLocation.of(SCHEMA_OF_SCHEMAS));
    return problems(schemas, json.valueToTree(schema), "schema");
  }

  /** Reads strict JSON: one value, no name twice in an object, no number beyond all bounds. */
  JsonNode read(String text) throws JsonProcessingException {
    JsonNode value = json.readTree(text);
    if (!finite(value)) {
      throw new JsonParseException(null, "A number in it is too large.");
    }
    return value;
  }

  private static boolean finite(JsonNode value) {
    return value.isContainerNode()
        ? StreamSupport.stream(value.spliterator(), false).allMatch(SchemaValidator::finite)
        : !value.isDouble() || Double.isFinite(value.doubleValue());
  }

  Map<String, Object> object(JsonNode node) {
    return json.convertValue(node, OBJECT);
  }

  /**
   * The first problems, each with its place; a problem of the whole is named {@code whole}. A value
   * that can't be held against the schema with bounded effort does not fit.
   */
  static List<String> problems(Schema schema, JsonNode value, String whole) {
    try {
      return errors(schema, value).stream()
          .limit(MAX_PROBLEMS)
          .map(error -> problem(error, whole))
          .toList();
    } catch (Effort.TooMuchException | StackOverflowError _) {
      return List.of(whole + ": It takes too long to hold it against the schema.");
    }
  }

  private static List<Error> errors(Schema schema, JsonNode value) {
    Effort effort = new Effort();
    ExecutionContext context =
        effort.counting(schema.createExecutionContext().getExecutionConfig());
    return ScopedValue.where(Effort.CURRENT, effort)
        .call(() -> schema.validate(context, value, OutputFormat.DEFAULT));
  }

  private static String problem(Error error, String whole) {
    String path = error.getInstanceLocation().toString();
    return (path.isEmpty() ? whole : path) + ": " + error.getMessage();
  }
}
