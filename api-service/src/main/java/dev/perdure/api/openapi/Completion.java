package dev.perdure.api.openapi;

import dev.perdure.api.auth.Open;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.problem.Problem;
import dev.perdure.api.resources.Idempotent;
import dev.perdure.core.tenant.Permission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Adds to each operation what follows from its shape: permissions, idempotency, problems. */
final class Completion {

  private final Map<String, Method> methods = new HashMap<>();

  Completion(List<Class<?>> resources) {
    for (Class<?> resource : resources) {
      for (Method method : resource.getMethods()) {
        Operation operation = method.getAnnotation(Operation.class);
        if (operation != null) {
          methods.put(operation.operationId(), method);
        }
      }
    }
  }

  void complete(OpenAPI document) {
    document
        .getPaths()
        .forEach(
            (path, item) -> item.readOperations().forEach(operation -> complete(path, operation)));
    document.getPaths().values().forEach(item -> bodies(document, item));
  }

  /** A body can be left out where nothing in it has to be said, but a change has to say what. */
  private void bodies(OpenAPI document, PathItem item) {
    for (io.swagger.v3.oas.models.Operation operation : item.readOperations()) {
      RequestBody body = operation.getRequestBody();
      if (body != null) {
        MediaType content = body.getContent().values().iterator().next();
        if (content.getSchema().get$ref() == null) {
          // No object: what would be stored if there were none?
          body.setRequired(!takesNone(methods.get(operation.getOperationId())));
          continue;
        }
        String name = content.getSchema().get$ref().replaceAll(".*/", "");
        Schema<?> schema =
            Objects.requireNonNull(document.getComponents().getSchemas().get(name), name);
        boolean wanted = schema.getRequired() != null || Boolean.TRUE.equals(body.getRequired());
        boolean changes = operation.equals(item.getPatch()) || operation.equals(item.getPut());
        body.setRequired(wanted || changes);
      }
    }
  }

  /** Whether none is a body without bytes. */
  private static boolean takesNone(@Nullable Method method) {
    return method != null
        && Arrays.stream(method.getAnnotatedParameterTypes())
            .anyMatch(type ->
                type.getType() == InputStream.class && type.isAnnotationPresent(Nullable.class));
  }

  private void complete(String path, io.swagger.v3.oas.models.Operation operation) {
    Method method = methods.get(operation.getOperationId());
    if (method == null) {
      throw new IllegalStateException(path + " has an operation without an id");
    }
    ApiResponses responses = operation.getResponses();
    ApiResponse unnamed = responses.remove("default");
    if (unnamed != null) {
      responses.addApiResponse("200", unnamed.description("OK"));
    }
    permissions(operation, method);
    required(operation, method);
    ParameterSchemas.complete(operation, streams(responses));
    if (method.isAnnotationPresent(Idempotent.class)) {
      operation.addParametersItem(
          new HeaderParameter()
              .name(BodyFilter.HEADER)
              .required(false)
              .description("Requests under one key are one request; another body is refused.")
              .schema(new Schema<String>().types(Set.of("string")).pattern(BodyFilter.KEY_FORM)));
    }
    problems(path, operation, method, responses);
  }

  private static boolean streams(ApiResponses responses) {
    ApiResponse ok = responses.get("200");
    return ok != null
        && ok.getContent() != null
        && ok.getContent().containsKey(jakarta.ws.rs.core.MediaType.SERVER_SENT_EVENTS);
  }

  /** For programs; absent where no caller has to be known. The route matrix is computed from it. */
  private static void required(io.swagger.v3.oas.models.Operation operation, Method method) {
    Requires requires = method.getAnnotation(Requires.class);
    if (requires != null) {
      operation.addExtension(
          "x-required-permissions",
          Arrays.stream(requires.value()).map(Permission::wireName).toList());
    }
  }

  private static void permissions(io.swagger.v3.oas.models.Operation operation, Method method) {
    if (method.isAnnotationPresent(Open.class)) {
      operation.setSecurity(List.of());
      return;
    }
    Requires requires = method.getAnnotation(Requires.class);
    if (requires.value().length > 0) {
      String names =
          Arrays.stream(requires.value())
              .map(Permission::wireName)
              .collect(Collectors.joining(", "));
      String description = operation.getDescription();
      operation.setDescription(
          (description == null ? "" : description + " ") + "Needs the permission " + names + ".");
    }
  }

  private static void problems(
      String path,
      io.swagger.v3.oas.models.Operation operation,
      Method method,
      ApiResponses responses) {
    boolean body = operation.getRequestBody() != null;
    boolean parameters = operation.getParameters() != null;
    add(responses, 401);
    // A permission may be missing, or a key be used from elsewhere.
    if (method.isAnnotationPresent(Requires.class) || responses.containsKey("403")) {
      add(responses, 403);
    }
    if (path.contains("{") || body) {
      add(responses, 404);
    }
    if (body || parameters) {
      add(responses, 400);
    }
    if (!method.isAnnotationPresent(jakarta.ws.rs.GET.class)) {
      add(responses, 409);
    }
    if (body) {
      add(responses, 413);
      add(responses, 415);
      add(responses, 422);
    }
    add(responses, 406);
    add(responses, 429);
    add(responses, 503);
    responses.addApiResponse("default", problem("Any other error"));
  }

  private static void add(ApiResponses responses, int status) {
    responses.addApiResponse(
        String.valueOf(status), problem(String.valueOf(HttpStatus.getMessage(status))));
  }

  private static ApiResponse problem(String description) {
    return new ApiResponse()
        .description(description)
        .content(
            new Content()
                .addMediaType(
                    Problem.MEDIA_TYPE,
                    new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
  }
}
