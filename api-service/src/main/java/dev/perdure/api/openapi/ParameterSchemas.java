package dev.perdure.api.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What parameters are. They are read as texts, so that a wrong one can be named in the answer; a
 * name stands for the same in every route.
 */
final class ParameterSchemas {

  private static final Map<String, Supplier<Schema<?>>> IN_PATH =
      Map.of(
          "id", () -> text().format("uuid"),
          "rule", () -> text().format("uuid"),
          "tool", () -> text().pattern("^[A-Za-z0-9_-]{1,64}$"),
          "version", () -> whole().format("int32").minimum(BigDecimal.ONE),
          "name", () -> text().pattern("^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$"),
          "provider", () -> text().pattern("^[a-z][a-z0-9_-]*$"));

  private static final Map<String, Supplier<Schema<?>>> IN_QUERY =
      Map.of(
          "user_id", () -> text().format("uuid"),
          "agent_id", () -> text().format("uuid"),
          "session_id", () -> text().format("uuid"),
          "parent_run_id", () -> text().format("uuid"),
          "wait", () -> text().pattern("^([0-9]{1,6}(ms|s|m)?|PT[0-9]{1,6}[SMH])$"));

  /** The id of a skill is its name. */
  private static final Map<String, Supplier<Schema<?>>> OF_SKILLS =
      Map.of("id", () -> text().pattern("^[a-z0-9]+([_-][a-z0-9]+)*$"));

  private static final Set<String> POSITIONS = Set.of("after", "Last-Event-ID");

  private ParameterSchemas() {}

  static void complete(Operation operation, boolean streams) {
    if (operation.getParameters() == null) {
      return;
    }
    for (Parameter parameter : operation.getParameters()) {
      String name = parameter.getName();
      if (name.equals("limit")) {
        parameter.setSchema(limit(parameter.getSchema()));
      } else if (streams && POSITIONS.contains(name)) {
        parameter.setSchema(whole().format("int64").minimum(BigDecimal.ZERO));
      } else {
        var known = parameter.getIn().equals("path") ? inPath(operation) : IN_QUERY;
        if (known.containsKey(name)) {
          parameter.setSchema(known.get(name).get());
        }
      }
    }
  }

  private static Map<String, Supplier<Schema<?>>> inPath(Operation operation) {
    Map<String, Supplier<Schema<?>>> known = new HashMap<>(IN_PATH);
    if (operation.getTags() != null && operation.getTags().contains("skills")) {
      known.putAll(OF_SKILLS);
    }
    return known;
  }

  private static Schema<?> limit(Schema<?> text) {
    Schema<Object> limit = whole();
    limit.setMinimum(text.getMinimum());
    limit.setMaximum(text.getMaximum());
    limit.setDefault(Integer.valueOf(String.valueOf(text.getDefault())));
    return limit;
  }

  private static Schema<Object> text() {
    return typed("string");
  }

  private static Schema<Object> whole() {
    return typed("integer");
  }

  private static Schema<Object> typed(String type) {
    Schema<Object> schema = new Schema<>();
    schema.setTypes(Set.of(type));
    return schema;
  }
}
