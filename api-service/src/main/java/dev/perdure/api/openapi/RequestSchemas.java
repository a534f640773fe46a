package dev.perdure.api.openapi;

import dev.perdure.core.tenant.Permission;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every body we read: a field we do not know is refused, {@code null} is the same as
 * absent, a permission is one there is. Answers promise less, so that they can grow.
 */
final class RequestSchemas {

  private static final String REFERENCE = "#/components/schemas/";
  private static final Set<String> PERMISSIONS = Set.of("scopes", "permissions");

  private final Components components;

  RequestSchemas(Components components) {
    this.components = components;
  }

  void complete(OpenAPI document) {
    Set<String> read = new LinkedHashSet<>();
    Set<String> told = new HashSet<>();
    document
        .getPaths()
        .values()
        .forEach(item ->
            item.readOperations()
                .forEach(operation -> {
                  reach(requests(operation), read);
                  reach(answers(operation), told);
                }));
    document
        .getPaths()
        .values()
        .forEach(item -> item.readOperations().forEach(RequestSchemas::optional));
    for (String name : read) {
      Schema<?> schema = named(name);
      closed(schema);
      if (!told.contains(name)) {
        nullable(schema);
        permissions(schema);
      }
    }
  }

  /** Where a body may be left out, {@code null} is one that was; forms and archives know none. */
  private static void optional(Operation operation) {
    RequestBody body = operation.getRequestBody();
    if (body != null && !body.getRequired()) {
      MediaType json = body.getContent().get("application/json");
      if (json != null) {
        json.setSchema(orNull(json.getSchema()));
      }
    }
  }

  private static Stream<Schema<?>> requests(Operation operation) {
    return operation.getRequestBody() == null
        ? Stream.of()
        : schemas(operation.getRequestBody().getContent());
  }

  private static Stream<Schema<?>> answers(Operation operation) {
    return operation.getResponses().values().stream()
        .flatMap(response -> schemas(response.getContent()));
  }

  private static Stream<Schema<?>> schemas(@Nullable Content content) {
    return content == null
        ? Stream.of()
        : content.values().stream().<Schema<?>>map(media -> media.getSchema());
  }

  /** Adds the names of all schemas that these refer to, however far. */
  private void reach(Stream<Schema<?>> schemas, Set<String> names) {
    schemas
        .filter(Objects::nonNull)
        .forEach(schema -> {
          String reference = schema.get$ref();
          if (reference != null) {
            String name = reference.substring(REFERENCE.length());
            if (names.add(name)) {
              reach(Stream.of(named(name)), names);
            }
          }
          reach(parts(schema), names);
        });
  }

  private static Stream<Schema<?>> parts(Schema<?> schema) {
    List<Schema<?>> parts = new ArrayList<>();
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(parts::add);
    }
    if (schema.getOneOf() != null) {
      schema.getOneOf().forEach(parts::add);
    }
    parts.add(schema.getItems());
    if (schema.getAdditionalProperties() instanceof Schema<?> values) {
      parts.add(values);
    }
    return parts.stream();
  }

  private static void closed(Schema<?> schema) {
    if (schema.getProperties() != null && schema.getAdditionalProperties() == null) {
      schema.setAdditionalProperties(false);
    }
  }

  private static void nullable(Schema<?> schema) {
    if (schema.getProperties() == null) {
      return;
    }
    List<String> required = schema.getRequired() == null ? List.of() : schema.getRequired();
    for (Map.Entry<String, ?> property : schema.getProperties().entrySet()) {
      if (!required.contains(property.getKey())) {
        schema.addProperty(property.getKey(), orNull((Schema<?>) property.getValue()));
      }
    }
  }

  private static Schema<?> orNull(Schema<?> schema) {
    if (schema.get$ref() == null && schema.getOneOf() == null) {
      Set<String> types = new LinkedHashSet<>(schema.getTypes());
      types.add("null");
      schema.setTypes(types);
      if (schema.getEnum() != null) {
        List<Object> values = new ArrayList<>(schema.getEnum());
        values.add(null);
        enumeration(schema, values);
      }
      return schema;
    }
    Schema<Object> either = new Schema<>();
    either.addOneOfItem(schema);
    either.addOneOfItem(new Schema<>().types(Set.of("null")));
    return either;
  }

  @SuppressWarnings("unchecked") // of whatever type its values are
  private static void enumeration(Schema<?> schema, List<Object> values) {
    ((Schema<Object>) schema).setEnum(values);
  }

  private static void permissions(Schema<?> schema) {
    if (schema.getProperties() == null) {
      return;
    }
    for (Map.Entry<String, ?> property : schema.getProperties().entrySet()) {
      if (PERMISSIONS.contains(property.getKey())) {
        Schema<Object> permission = new Schema<>();
        permission.setTypes(Set.of("string"));
        Arrays.stream(Permission.values())
            .map(Permission::wireName)
            .forEach(permission::addEnumItemObject);
        ((Schema<?>) property.getValue()).setItems(permission);
      }
    }
  }

  private Schema<?> named(String name) {
    return Objects.requireNonNull(components.getSchemas().get(name), name);
  }
}
