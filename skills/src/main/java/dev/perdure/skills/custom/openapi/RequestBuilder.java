package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.skills.custom.openapi.Operation.Parameter;
import dev.perdure.skills.custom.openapi.Operation.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Makes a request of a call's arguments. What a model wrote stays a value wherever it stands. */
final class RequestBuilder {

  private static final String UNRESERVED = "-._~";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Operation operation;
  private final String server;

  RequestBuilder(Operation operation, String server) {
    this.operation = operation;
    this.server = server;
  }

  /**
   * The request, without credentials.
   *
   * @throws IllegalArgumentException when an argument can't be sent, worded for the model
   */
  OutboundRequest request(Map<String, Object> arguments) {
    List<String> query = new ArrayList<>();
    String path = operation.path();
    Map<String, String> headers = new java.util.LinkedHashMap<>();
    for (Parameter parameter : operation.parameters()) {
      Object value = arguments.get(parameter.argument());
      if (value == null) {
        continue;
      }
      switch (parameter.place()) {
        case PATH -> path = path.replace("{" + parameter.name() + "}", inPath(parameter, value));
        case QUERY -> query.addAll(inQuery(parameter, value));
        case HEADER -> headers.put(parameter.name(), inHeader(parameter, value));
      }
    }
    checkPath(path);
    OutboundRequest request =
        OutboundRequest.of(
            operation.method(),
            server + path + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      request = request.withHeader(header.getKey(), header.getValue());
    }
    return withBody(request, arguments.get(Operation.BODY));
  }

  private OutboundRequest withBody(OutboundRequest request, @Nullable Object body) {
    String type = operation.bodyType();
    if (type == null || body == null) {
      return request;
    }
    String text = type.startsWith("application/x-www-form-urlencoded") ? form(body) : json(body);
    return request.withHeader("Content-Type", type).withBody(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A step up, or one that stays, would lead to another operation than the one that was meant; also
   * where somebody on the way decodes the path once more than they should.
   */
  private static void checkPath(String path) {
    for (String segment : decoded(path).split("[/\\\\]", -1)) {
      if (segment.replaceAll(";.*", "").matches("\\.{1,2}")) {
        throw new IllegalArgumentException("A part of the path may not be \".\" or \"..\".");
      }
    }
    if (path.indexOf('{') >= 0) {
      throw new IllegalArgumentException("An argument of the path is missing.");
    }
  }

  /** As it reads when all that can lead elsewhere is decoded as often as it was encoded. */
  private static String decoded(String path) {
    String before = "";
    String after = path;
    while (!after.equals(before)) {
      before = after;
      after =
          before
              .replaceAll("(?i)%2e", ".")
              .replaceAll("(?i)%2f", "/")
              .replaceAll("(?i)%5c", Matcher.quoteReplacement("\\"))
              .replaceAll("(?i)%3b", ";")
              .replace("%25", "%");
    }
    return after;
  }

  private static String inPath(Parameter parameter, Object value) {
    String text = parameter.json() ? encoded(json(value)) : joined(value, ",", parameter.explode());
    if (text.isEmpty()) {
      throw new IllegalArgumentException("The argument " + parameter.argument() + " is empty.");
    }
    return text;
  }

  private List<String> inQuery(Parameter parameter, Object value) {
    String name = encoded(parameter.name());
    if (parameter.json()) {
      return List.of(name + "=" + encoded(json(value)));
    }
    if (value instanceof Map<?, ?> map) {
      return switch (parameter.style()) {
        case "deepObject" ->
            map.entrySet().stream()
                .map(entry ->
                    name
                        + encoded("[" + entry.getKey() + "]")
                        + "="
                        + encoded(plain(entry.getValue())))
                .toList();
        default ->
            parameter.explode()
                ? exploded(parameter, map)
                : List.of(name + "=" + joined(value, ",", false));
      };
    }
    if (value instanceof List<?> list && parameter.explode()) {
      return list.stream().map(one -> name + "=" + encoded(plain(one))).toList();
    }
    String between =
        switch (parameter.style()) {
          case "spaceDelimited" -> "%20";
          case "pipeDelimited" -> "%7C";
          default -> ",";
        };
    return List.of(name + "=" + joined(value, between, false));
  }

  private List<String> exploded(Parameter parameter, Map<?, ?> value) {
    new Exploded(operation, parameter).check(value);
    return value.entrySet().stream()
        .map(entry ->
            encoded(String.valueOf(entry.getKey())) + "=" + encoded(plain(entry.getValue())))
        .toList();
  }

  private static String inHeader(Parameter parameter, Object value) {
    String text =
        parameter.json()
            ? json(value)
            : value instanceof List<?> list
                ? String.join(",", list.stream().map(RequestBuilder::plain).toList())
                : plain(value);
    if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "The argument " + parameter.argument() + " has characters that a header can't carry.");
    }
    return text;
  }

  private static String joined(Object value, String between, boolean explode) {
    List<String> parts = new ArrayList<>();
    switch (value) {
      case List<?> list -> list.forEach(one -> parts.add(encoded(plain(one))));
      case Map<?, ?> map ->
          map.forEach((key, one) -> {
            String name = encoded(String.valueOf(key));
            parts.add(
                explode ? name + "=" + encoded(plain(one)) : name + between + encoded(plain(one)));
          });
      default -> parts.add(encoded(plain(value)));
    }
    return String.join(between, parts);
  }

  private static String form(Object body) {
    if (!(body instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("The body must be an object.");
    }
    List<String> parts = new ArrayList<>();
    fields.forEach((key, value) -> {
      List<?> values = value instanceof List<?> list ? list : List.of(plain(value));
      values.forEach(one -> parts.add(encoded(String.valueOf(key)) + "=" + encoded(plain(one))));
    });
    return String.join("&", parts);
  }

  private static String plain(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Map<?, ?> map -> json(map);
      case List<?> list -> json(list);
      default -> value.toString();
    };
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything is encoded that could be more than a letter to somebody. */
  static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xFF;
      boolean kept = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      encoded.append(kept ? String.valueOf((char) c) : String.format("%%%02X", c));
    }
    return encoded.toString();
  }

  /** Whether a parameter stands in the path of its operation. */
  static boolean inPath(Operation operation, Parameter parameter) {
    return parameter.place() != Place.PATH
        || operation.path().contains("{" + parameter.name() + "}");
  }
}
