package dev.perdure.skills.custom.openapi;

import dev.perdure.skills.custom.openapi.Operation.Carrier;
import dev.perdure.skills.custom.openapi.Operation.Parameter;
import dev.perdure.skills.custom.openapi.Operation.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that an object becomes whose properties are each sent as one of their own. What
 * the document doesn't name is not sent: it could be anything that the service knows, and what the
 * operation or a credential sends under the same name stays theirs.
 */
record Exploded(Operation operation, Parameter parameter) {

  /**
   * Refuses an object with a property that may not be sent.
   *
   * @throws IllegalArgumentException worded for the model
   */
  void check(Map<?, ?> value) {
    Set<String> allowed = new HashSet<>();
    if (operation.inputSchema().get("properties") instanceof Map<?, ?> arguments) {
      addNamed(arguments.get(parameter.argument()), allowed);
    }
    allowed.removeAll(taken());
    for (Object key : value.keySet()) {
      if (!allowed.contains(String.valueOf(key))) {
        throw new IllegalArgumentException(
            "The argument %s may not have the property \"%s\": the operation does not name it."
                .formatted(parameter.argument(), key));
      }
    }
  }

  private Set<String> taken() {
    Set<String> taken = new HashSet<>();
    operation.parameters().stream()
        .filter(one -> one.place() == Place.QUERY && !one.equals(parameter))
        .forEach(one -> taken.add(one.name()));
    operation.credentials().stream()
        .filter(one -> one.carrier() == Carrier.QUERY)
        .forEach(one -> taken.add(one.name()));
    return taken;
  }

  private static void addNamed(@Nullable Object schema, Set<String> named) {
    if (!(schema instanceof Map<?, ?> object)) {
      return;
    }
    if (object.get("properties") instanceof Map<?, ?> properties) {
      properties.keySet().forEach(name -> named.add(String.valueOf(name)));
    }
    for (String several : List.of("allOf", "anyOf", "oneOf")) {
      if (object.get(several) instanceof List<?> parts) {
        parts.forEach(part -> addNamed(part, named));
      }
    }
  }
}
