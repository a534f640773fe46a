package dev.perdure.api.openapi;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.perdure.api.problem.Problem;
import dev.perdure.core.session.ContentPart;
import io.dropwizard.auth.Auth;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The shapes of bodies as they are on the wire. swagger-core reads what a request holds without our
 * naming, and a sealed family as a class with heirs; both are put right here.
 */
final class BodySchemas {

  private static final String REFERENCE = "#/components/schemas/";
  private static final String PART = "ContentPart";

  private final ModelConverters converters;
  private final Components components;

  BodySchemas(ModelConverters converters, Components components) {
    this.converters = converters;
    this.components = components;
  }

  void complete(List<Class<?>> resources) {
    put(Problem.class);
    for (Class<?> resource : resources) {
      for (Method method : resource.getMethods()) {
        if (method.isAnnotationPresent(Operation.class)) {
          requests(method);
        }
      }
    }
    contentParts();
    for (String body : List.of("StartRunBody", "SteerBody", "ForkBody")) {
      property(body, "input", input());
    }
    components.getSchemas().remove("JsonNode");
    property("LogEntry", "event", event());
    components.addSchemas("StreamedEvent", streamed());
  }

  private void requests(Method method) {
    for (Parameter parameter : method.getParameters()) {
      if (parameter.getType().isRecord() && !parameter.isAnnotationPresent(Auth.class)) {
        put(parameter.getType());
      }
    }
  }

  private void put(Class<?> body) {
    converters.readAll(body).forEach(components::addSchemas);
  }

  /** One schema for each kind of part, told apart by {@code type}. */
  private void contentParts() {
    Schema<Object> union = new Schema<>();
    Discriminator discriminator = new Discriminator().propertyName("type");
    for (JsonSubTypes.Type kind : ContentPart.class.getAnnotation(JsonSubTypes.class).value()) {
      String simple = kind.value().getSimpleName();
      String wire = kind.value().getAnnotation(JsonTypeName.class).value();
      String name = simple + "Part";
      components.getSchemas().remove(simple);
      components.addSchemas(name, part(kind.value(), wire));
      union.addOneOfItem(reference(name));
      discriminator.mapping(wire, REFERENCE + name);
    }
    union.setDescription("One part of a message.");
    union.setDiscriminator(discriminator);
    components.addSchemas(PART, union);
  }

  private Schema<?> part(Class<?> kind, String wire) {
    Schema<?> read = Objects.requireNonNull(converters.readAll(kind).get(kind.getSimpleName()));
    Schema<Object> part = typed("object");
    Schema<Object> type = typed("string");
    type.setConst(wire);
    part.addProperty("type", type);
    List<String> required = new ArrayList<>(List.of("type"));
    read.getProperties().forEach(part::addProperty);
    required.addAll(read.getRequired());
    part.setRequired(required);
    return part;
  }

  private static Schema<?> input() {
    Schema<Object> parts = typed("array");
    parts.setItems(reference(PART));
    parts.setMinItems(1);
    Schema<Object> input = new Schema<>();
    input.setOneOf(List.of(typed("string"), parts));
    input.setDescription("A text, or a list of content parts (text, image, file).");
    input.setExample("What is 17 * 23?");
    return input;
  }

  private static Schema<?> event() {
    Schema<Object> event = typed("object");
    event.addProperty("type", typed("string"));
    event.setRequired(List.of("type"));
    event.setAdditionalProperties(true);
    event.setDescription("An event in AG-UI's vocabulary; its field names are camelCase.");
    return event;
  }

  /** What each event of a stream has, by the names of the fields of server-sent events. */
  private static Schema<?> streamed() {
    Schema<Object> event = typed("object");
    event.addProperty("id", typed("string").description("Its position; deltas have none."));
    event.addProperty("event", typed("string"));
    event.addProperty("data", typed("string").description("An event as JSON."));
    event.setRequired(List.of("data"));
    event.setDescription("One event of a stream.");
    return event;
  }

  private void property(String schema, String name, Schema<?> value) {
    Schema<?> owner = Objects.requireNonNull(components.getSchemas().get(schema));
    owner.addProperty(name, value);
  }

  private static Schema<Object> reference(String name) {
    Schema<Object> schema = new Schema<>();
    schema.set$ref(REFERENCE + name);
    return schema;
  }

  private static Schema<Object> typed(String type) {
    Schema<Object> schema = new Schema<>();
    schema.setTypes(Set.of(type));
    return schema;
  }
}
