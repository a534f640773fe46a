package dev.perdure.skills.builtin.web.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.net.OutboundResponse;
import dev.perdure.skills.internal.PlainText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks a search service: JSON comes back, or an error that says whether to try again.
 *
 * @param service its name for people
 */
record SearchCall(String service) {

  static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final OutboundLimits LIMITS =
      OutboundLimits.DEFAULT
          .withDeadline(Duration.ofSeconds(20))
          .withMaxBytes(4L * 1024 * 1024)
          // A service that moved is for people to look at: a key must not wander.
          .withMaxRedirects(0);

  /**
   * Sends the request.
   *
   * @param refusals what the service means by its own statuses
   */
  JsonNode send(OutboundHttp http, OutboundRequest request, Refusals refusals) {
    OutboundResponse answer;
    try {
      answer = http.send(request.withLimits(LIMITS).withHeader("Accept", "application/json"));
    } catch (PerdureException e) {
      throw unreachable(e);
    }
    if (answer.status() != 200) {
      throw refusals.of(service, answer, JSON);
    }
    try {
      JsonNode json = JSON.readTree(answer.body());
      if (json != null && json.isObject()) {
        return json;
      }
      throw malformed(null);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is read
    }
  }

  /** A list inside an answer. */
  JsonNode list(JsonNode answer, String pointer, boolean required) {
    JsonNode list = answer.at(pointer);
    if (list.isArray() || (list.isMissingNode() && !required)) {
      return list;
    }
    throw malformed(null);
  }

  private PerdureException unreachable(PerdureException e) {
    if (!(e.error() instanceof PerdureError.OutboundFailed failed)) {
      return e;
    }
    String message = service + " could not be asked: " + failed.message();
    return failed.retryable()
        ? PerdureException.toolRetryable("search_unreachable", message, null, e)
        : PerdureException.toolFinal("search_unreachable", message, e);
  }

  private PerdureException malformed(@Nullable Throwable cause) {
    return PerdureException.toolFinal(
        "search_malformed", service + " answered with something that is no search result.", cause);
  }

  /** A URL with parameters. */
  static String url(String base, Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
        .collect(Collectors.joining("&", base + "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A field's text on one line; empty when there is none. */
  static String text(JsonNode result, String field) {
    return PlainText.line(result.path(field).asText(""), 1_000);
  }
}
