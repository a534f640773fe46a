package dev.perdure.skills.builtin.web.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundResponse;
import dev.perdure.skills.internal.PlainText;
import dev.perdure.skills.internal.RetryAfter;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a service means by a status that is not 200.
 *
 * @param key whether it does not take the key, by status and body
 * @param keyHelp what people can do then
 * @param usedUp whether the plan allows no more for long, by status and body
 * @param retryAfter when to come again after 429, as the service says it
 * @param message where in a body it says what is wrong
 */
record Refusals(
    BiPredicate<Integer, JsonNode> key,
    String keyHelp,
    BiPredicate<Integer, JsonNode> usedUp,
    Function<OutboundResponse, @Nullable Duration> retryAfter,
    String message) {

  /** Longer than this no run waits by itself. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final int MOST_SAID = 200;

  /** Those of most services: 401 and 403 are about the key. */
  static Refusals usual(String message) {
    return new Refusals(
        (status, _) -> status == 401 || status == 403,
        "Set a valid key as the secret api_key of the skill web_search.",
        (_, _) -> false,
        Refusals::header,
        message);
  }

  PerdureException of(String service, OutboundResponse answer, ObjectMapper json) {
    int status = answer.status();
    JsonNode body = body(answer, json);
    String says = service + " answers " + status;
    if (key.test(status, body)) {
      return PerdureException.toolFinal(
          "search_key_refused", says + ": it does not accept the key. " + keyHelp, null);
    }
    Duration wait = retryAfter.apply(answer);
    if (usedUp.test(status, body)
        || (status == 429 && wait != null && wait.compareTo(LONGEST) > 0)) {
      return PerdureException.toolFinal(
          "search_quota_used_up",
          says + ": its plan allows no more searches for now. Raise the plan, or wait.",
          null);
    }
    if (status == 429) {
      return PerdureException.toolRetryable(
          "search_rate_limited", says + ": too many searches in a short time.", wait, null);
    }
    if (status >= 500 || status == 408) {
      return PerdureException.toolRetryable(
          "search_unavailable", says + ": it is not well. Try again later.", wait, null);
    }
    String said = PlainText.line(body.at(message).asText(""), MOST_SAID);
    return PerdureException.toolFinal(
        "search_refused", says + (said.isEmpty() ? "." : ": " + said), null);
  }

  private static @Nullable Duration header(OutboundResponse answer) {
    return RetryAfter.of(answer.header("Retry-After"));
  }

  private static JsonNode body(OutboundResponse answer, ObjectMapper json) {
    try {
      JsonNode body = json.readTree(answer.body());
      return body == null ? MissingNode.getInstance() : body;
    } catch (IOException e) {
      return MissingNode.getInstance(); // an error page, not for machines
    }
  }
}
