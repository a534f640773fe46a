package dev.perdure.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.error.PerdureException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one place that types what goes wrong with a model call: its code, whether it may be tried
 * again, and when. Messages never hold keys.
 */
public final class ModelErrors {
  private static final int EXCERPT = 300;
  private static final Pattern KEY = Pattern.compile("(?i)\\b(sk-|bearer\\s+)[A-Za-z0-9_.*-]{4,}");
  private static final Pattern OVERFLOW =
      Pattern.compile(
          "context_length_exceeded|context length|context window|prompt is too long|too many tokens");
  private static final Pattern POLICY =
      Pattern.compile(
          "content_filter|content_policy|content management policy|content policy|safety system");
  private static final Pattern QUOTA =
      Pattern.compile("insufficient_quota|billing|credit balance is too low");

  private static final List<KnownWord> STATUS_OF_WORD =
      List.of(
          new KnownWord("rate_limit", 429),
          new KnownWord("insufficient_quota", 429),
          new KnownWord("authentication", 401),
          new KnownWord("permission", 403),
          new KnownWord("not_found", 404),
          new KnownWord("invalid_request", 400),
          new KnownWord("context_length", 400),
          new KnownWord("content_", 400));

  /** What a word in an error's type or code would have been as an HTTP status. */
  private record KnownWord(String word, int status) {}

  private ModelErrors() {}

  /** An answer that is not a success. */
  static PerdureException ofStatus(
      String provider, int status, String body, @Nullable Duration retryAfter) {
    String told = body.toLowerCase(Locale.ROOT);
    if (status < 500 && status != 429 && status != 401) {
      PerdureException known = ofKnownRefusal(provider, told);
      if (known != null) {
        return known;
      }
    }
    return switch (status) {
      case 401 ->
          PerdureException.modelFinal(
              "model_key_invalid",
              provider + " does not accept the API key. Check the key configured for it.",
              null);
      case 403 ->
          PerdureException.modelFinal(
              "model_forbidden",
              provider + " does not allow this key to use the model. Check its permissions.",
              null);
      case 404 ->
          PerdureException.modelFinal(
              "model_not_found", provider + " knows no such model or address" + quote(body), null);
      case 408 ->
          retryable("model_timeout", provider + " gave up waiting" + quote(body), retryAfter);
      case 409, 425 ->
          retryable(
              "model_unavailable", provider + " can't take the call now" + quote(body), retryAfter);
      case 429 -> ofTooMany(provider, told, body, retryAfter);
      default ->
          status >= 500
              ? retryable(
                  "model_unavailable",
                  provider + " failed with " + status + quote(body),
                  retryAfter)
              : PerdureException.modelFinal(
                  "model_request_invalid",
                  provider + " refused the request with " + status + quote(body),
                  null);
    };
  }

  /** An error told inside a stream: there is no status, only the provider's own words. */
  static PerdureException ofErrorEvent(String provider, JsonNode error) {
    String words =
        (error.path("type").asText() + " " + error.path("code").asText()).toLowerCase(Locale.ROOT);
    int status = 500;
    for (var known : STATUS_OF_WORD) {
      if (words.contains(known.word())) {
        status = known.status();
        break;
      }
    }
    return ofStatus(provider, status, error.isTextual() ? error.asText() : error.toString(), null);
  }

  /** The stream ended, or its connection broke, before the model said that it was done. */
  public static PerdureException cut(String provider, @Nullable Throwable cause) {
    return PerdureException.modelRetryable(
        "model_stream_cut",
        "The answer of " + provider + " broke off before its end.",
        null,
        cause);
  }

  /** No answer came, for a reason below HTTP. */
  static PerdureException unreachable(String provider, Throwable cause) {
    return PerdureException.modelRetryable(
        "model_unreachable", provider + " can't be reached.", null, cause);
  }

  /** What came is not what the protocol says. */
  static PerdureException malformed(String provider, @Nullable Throwable cause) {
    return PerdureException.modelRetryable(
        "model_reply_malformed", provider + " sent something that can't be read.", null, cause);
  }

  /** Nothing came for too long. */
  static PerdureException stalled(String provider, Duration silence) {
    return PerdureException.modelRetryable(
        "model_stalled", provider + " sent nothing for " + seconds(silence) + ".", null, null);
  }

  /** The call took all its time. */
  public static PerdureException timeout(String provider, Duration deadline) {
    return PerdureException.modelRetryable(
        "model_timeout",
        provider + " was not done after " + seconds(deadline) + ", all the time the call had.",
        null,
        null);
  }

  /** The answer is longer than any sensible one. Trying again would only cost the same again. */
  static PerdureException tooLarge(String provider, long bytes) {
    return PerdureException.modelFinal(
        "model_reply_too_large",
        provider + " sent more than " + bytes + " bytes and was stopped.",
        null);
  }

  /** No model was named, and the server has none to offer. */
  public static PerdureException noModel(String provider) {
    return PerdureException.modelFinal(
        "model_not_found",
        provider + " offers no model. Name one as " + provider + "/model.",
        null);
  }

  /** The model said that it was done, and nothing else. */
  public static PerdureException empty(String provider) {
    return PerdureException.modelRetryable(
        "model_reply_empty", provider + " sent an empty answer.", null, null);
  }

  /** The output limit was reached before there was anything of use. */
  public static PerdureException outputLimit(String provider) {
    return PerdureException.modelFinal(
        "model_output_limit",
        provider
            + " reached its output limit before it had said anything of use. Raise"
            + " max_output_tokens.",
        null);
  }

  /** The provider's content policy forbids the answer. */
  public static PerdureException refused(String provider) {
    return PerdureException.modelFinal(
        "model_content_refused", provider + " refused on grounds of its content policy.", null);
  }

  /** The request can't even be put into the provider's words. */
  public static PerdureException unsendable(String provider, Throwable cause) {
    return PerdureException.modelFinal(
        "model_request_invalid",
        "The request can't be sent to " + provider + quote(String.valueOf(cause.getMessage())),
        cause);
  }

  private static @Nullable PerdureException ofKnownRefusal(String provider, String told) {
    if (OVERFLOW.matcher(told).find()) {
      return PerdureException.modelFinal(
          "model_context_overflow",
          "The conversation is longer than the model of " + provider + " can take.",
          null);
    }
    if (QUOTA.matcher(told).find()) {
      return outOfQuota(provider);
    }
    return POLICY.matcher(told).find() ? refused(provider) : null;
  }

  private static PerdureException ofTooMany(
      String provider, String told, String body, @Nullable Duration retryAfter) {
    return QUOTA.matcher(told).find()
        ? outOfQuota(provider)
        : retryable(
            "model_rate_limited", provider + " asks for fewer calls" + quote(body), retryAfter);
  }

  private static PerdureException outOfQuota(String provider) {
    return PerdureException.modelFinal(
        "model_quota_exhausted", "The account at " + provider + " has no quota left.", null);
  }

  private static PerdureException retryable(
      String code, String message, @Nullable Duration retryAfter) {
    return PerdureException.modelRetryable(code, message, retryAfter, null);
  }

  private static String quote(String text) {
    String clean = KEY.matcher(text.strip()).replaceAll("[key]").replaceAll("\\s+", " ");
    if (clean.isEmpty()) {
      return ".";
    }
    return ": " + (clean.length() > EXCERPT ? clean.substring(0, EXCERPT) + "…" : clean);
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1000.0 + " s";
  }
}
