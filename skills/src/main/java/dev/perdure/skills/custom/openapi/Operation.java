package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation as it is kept: all that is needed to make a tool of it and to call it.
 *
 * @param id what a person chose it by: its operationId, else its method and path
 * @param path with names of parameters in braces
 * @param bodyType the media type of its body; null when it has none
 * @param credentials what it is sent with, all of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Operation(
    String id,
    String toolName,
    String method,
    String path,
    String description,
    List<Parameter> parameters,
    @Nullable String bodyType,
    List<Credential> credentials,
    Map<String, Object> inputSchema) {

  /** The argument that is the body. */
  static final String BODY = "body";

  Operation {
    parameters = List.copyOf(parameters);
    credentials = List.copyOf(credentials);
  }

  /** Where a parameter is sent. */
  enum Place {
    PATH,
    QUERY,
    HEADER
  }

  /**
   * One parameter.
   *
   * @param argument as the model calls it
   * @param style as the document names it
   * @param json whether its value is sent as JSON
   */
  record Parameter(
      String argument, String name, Place place, String style, boolean explode, boolean json) {}

  /** How a credential is sent. */
  enum Carrier {
    HEADER,
    QUERY,
    BASIC,
    BEARER
  }

  /**
   * One credential.
   *
   * @param secret as the skill calls it
   * @param name of the header or parameter
   */
  record Credential(String secret, Carrier carrier, String name) {}
}
