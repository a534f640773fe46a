package dev.perdure.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.error.PerdureException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one place that types what goes wrong with a model call: its code, whether it may be tried
 * again, and when. Messages never hold keys.
 */
public final class ModelErrors {
  private static final int EXCERPT = 300;
  private static final Pattern KEY =
      Pattern.compile("(?i)\\b(sk-|aiza|bearer\\s+)[A-Za-z0-9_.*-]{4,}");

  private ModelErrors() {}

  /** An answer that is not a success. */
  static PerdureException ofStatus(
      String provider, int status, String body, @Nullable Duration header) {
    String told = body.toLowerCase(Locale.ROOT);
    Duration retryAfter = header == null ? ProviderWords.delay(told) : header;
    if (status < 500 && status != 429 && status != 401) {
      Optional<ProviderWords.Refusal> known = ProviderWords.refusal(told);
      if (known.isPresent()) {
        return of(known.get(), provider);
      }
    }
    return switch (status) {
      case 401 -> keyInvalid(provider);
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

  /** An error told inside a stream: there is no status line, only the provider's own words. */
  static PerdureException ofErrorEvent(String provider, JsonNode error) {
    String body = error.isTextual() ? error.asText() : error.toString();
    return ofStatus(provider, ProviderWords.status(error), body, null);
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
  public static PerdureException malformed(String provider, @Nullable Throwable cause) {
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

  /** The model can't see. */
  public static PerdureException withoutImages(String provider) {
    return PerdureException.modelFinal(
        "model_without_images",
        "The model of " + provider + " takes no images. Choose one that does.",
        null);
  }

  /** The provider looks at images it is given, and fetches none. */
  public static PerdureException withoutImageUrls(String provider) {
    return PerdureException.modelFinal(
        "model_without_image_urls",
        provider + " takes images by value only. Send the image's data in place of its URL.",
        null);
  }

  /** The request can't even be put into the provider's words. */
  public static PerdureException unsendable(String provider, Throwable cause) {
    return PerdureException.modelFinal(
        "model_request_invalid",
        "The request can't be sent to " + provider + quote(String.valueOf(cause.getMessage())),
        cause);
  }

  private static PerdureException of(ProviderWords.Refusal known, String provider) {
    return switch (known) {
      case CONTEXT ->
          PerdureException.modelFinal(
              "model_context_overflow",
              "The conversation is longer than the model of " + provider + " can take.",
              null);
      case QUOTA -> outOfQuota(provider);
      case KEY -> keyInvalid(provider);
      case IMAGES -> withoutImages(provider);
      case POLICY -> refused(provider);
    };
  }

  private static PerdureException ofTooMany(
      String provider, String told, String body, @Nullable Duration retryAfter) {
    return ProviderWords.refusal(told).equals(Optional.of(ProviderWords.Refusal.QUOTA))
            && ProviderWords.delay(told) == null
        ? outOfQuota(provider)
        : retryable(
            "model_rate_limited", provider + " asks for fewer calls" + quote(body), retryAfter);
  }

  private static PerdureException keyInvalid(String provider) {
    return PerdureException.modelFinal(
        "model_key_invalid",
        provider + " does not accept the API key. Check the key configured for it.",
        null);
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
