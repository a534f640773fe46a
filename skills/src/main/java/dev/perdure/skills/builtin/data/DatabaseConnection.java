package dev.perdure.skills.builtin.data;

import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.builtin.data.wire.Tls;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A database that an organization connected.
 *
 * @param schemas what is shown, and what names without a schema stand for; empty for all
 * @param ca certificates to trust, in PEM; empty for those the machine trusts
 */
record DatabaseConnection(
    String name,
    String host,
    int port,
    String database,
    String user,
    List<String> schemas,
    Tls tls,
    String ca) {

  static final int USUAL_PORT = 5432;
  static final String PASSWORD = "password";
  private static final String CONNECTIONS = "connections";

  /** The JSON Schema of the skill's settings. */
  static final Map<String, Object> SCHEMA =
      Schemas.object(
          Map.of(
              CONNECTIONS,
              Map.of(
                  "type",
                  "array",
                  "description",
                  "PostgreSQL databases that agents may query.",
                  "maxItems",
                  20,
                  "items",
                  Schemas.object(
                      Map.of(
                          "name",
                          Map.of(
                              "type",
                              "string",
                              "description",
                              "How agents name it. Its password is the secret password:<name>.",
                              "pattern",
                              "^[a-z][a-z0-9_-]{0,39}$"),
                          "host",
                          Schemas.text("Its host; the outbound rules have to allow it.", 253),
                          "port",
                          Map.of("type", "integer", "minimum", 1, "maximum", 65_535),
                          "database",
                          Schemas.text("Its name on the server.", 63),
                          "user",
                          Schemas.text("A role that only reads.", 63),
                          "schemas",
                          Map.of(
                              "type",
                              "array",
                              "description",
                              "Schemas to show. What may be read is up to the role.",
                              "items",
                              Map.of("type", "string", "minLength", 1, "maxLength", 63),
                              "maxItems",
                              50),
                          "tls",
                          Map.of(
                              "type", "string", "enum", List.of("verify-full", "require", "off")),
                          "ca",
                          Schemas.text("Certificates to trust, in PEM.", 20_000)),
                      "name",
                      "host",
                      "database",
                      "user"))));

  DatabaseConnection {
    schemas = List.copyOf(schemas);
  }

  /** Those of an organization. */
  static List<DatabaseConnection> all(SkillContext context) {
    return context.settings().get(CONNECTIONS) instanceof List<?> connections
        ? connections.stream()
            .filter(Map.class::isInstance)
            .map(connection -> of((Map<?, ?>) connection))
            .toList()
        : List.of();
  }

  private static DatabaseConnection of(Map<?, ?> settings) {
    return new DatabaseConnection(
        text(settings, "name", ""),
        text(settings, "host", ""),
        settings.get("port") instanceof Number port ? port.intValue() : USUAL_PORT,
        text(settings, "database", ""),
        text(settings, "user", ""),
        settings.get("schemas") instanceof List<?> schemas
            ? schemas.stream().map(String::valueOf).toList()
            : List.of(),
        Tls.of(text(settings, "tls", Tls.VERIFY_FULL.wireName())),
        text(settings, "ca", ""));
  }

  private static String text(Map<?, ?> settings, String name, String otherwise) {
    return Objects.toString(settings.get(name), otherwise);
  }
}
