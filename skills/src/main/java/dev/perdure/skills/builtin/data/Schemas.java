package dev.perdure.skills.builtin.data;

import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.skills.builtin.data.table.ChartRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The arguments of the tools: their JSON Schemas, and how they are read. */
final class Schemas {

  static final String SQL = "sql";
  static final String FILES = "files";
  static final String CHART = "chart";
  static final String PATH = "path";
  static final String CONNECTION = "connection";
  static final String SCHEMA = "schema";
  static final String TABLE = "table";

  private static final int LONGEST_SQL = 20_000;

  private Schemas() {}

  static Map<String, Object> object(Map<String, Object> properties, String... required) {
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        List.of(required),
        "additionalProperties",
        false);
  }

  static Map<String, Object> text(String description, int longest) {
    return Map.of(
        "type", "string", "description", description, "minLength", 1, "maxLength", longest);
  }

  static Map<String, Object> sql(String dialect) {
    return text("One query in the SQL of " + dialect + ".", LONGEST_SQL);
  }

  static Map<String, Object> files() {
    return Map.of(
        "type",
        "array",
        "description",
        "Paths of workspace files to query. Left out: all CSV, JSON, Parquet and Excel files.",
        "items",
        Map.of("type", "string", "minLength", 1, "maxLength", 1_024),
        "maxItems",
        50);
  }

  static Map<String, Object> chart() {
    return ChartRequest.SCHEMA;
  }

  static String text(ToolInvocation invocation, String name) {
    return Objects.toString(invocation.arguments().get(name), "");
  }

  static List<String> texts(ToolInvocation invocation, String name) {
    return invocation.arguments().get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }
}
