package dev.perdure.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the words of providers' errors mean, where their HTTP status does not say it. */
final class ProviderWords {
  private static final Pattern DELAY =
      Pattern.compile("\"retrydelay\"\\s*:\\s*\"(\\d{1,6}(?:\\.\\d{1,9})?)s\"");
  private static final int FIRST_ERROR = 400;
  private static final int LAST_ERROR = 599;

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

  /** A refusal that many providers word in their own ways; the first that fits counts. */
  enum Refusal {
    /** The conversation is too long. */
    CONTEXT(
        "context_length_exceeded|context length|context window|prompt is too long"
            + "|too many tokens|input token count.*exceeds"),
    /** The account has no money left. */
    QUOTA("insufficient_quota|billing|credit balance is too low"),
    /** Google answers 400 to a wrong key. */
    KEY("api_key_invalid|api key not valid"),
    /** The model can't see. */
    IMAGES(
        "(not|n't) support (image|vision|multimodal)|image input is not"
            + "|(images?|image_url|vision) (is|are) (not|only) supported"
            + "|missing data required for image|not a multimodal model"),
    /** The content is against the provider's policy. */
    POLICY("content_filter|content_policy|content management policy|content policy|safety system");

    private final Pattern words;

    Refusal(String words) {
      this.words = Pattern.compile(words);
    }
  }

  private ProviderWords() {}

  /**
   * The refusal that an error tells of.
   *
   * @param told the error's body in lower case
   */
  static Optional<Refusal> refusal(String told) {
    return Arrays.stream(Refusal.values()).filter(r -> r.words.matcher(told).find()).findFirst();
  }

  /** How long to wait: Google says it in the body. */
  static @Nullable Duration delay(String told) {
    Matcher delay = DELAY.matcher(told);
    return delay.find()
        ? Duration.ofMillis((long) Math.ceil(Double.parseDouble(delay.group(1)) * 1000))
        : null;
  }

  /** The status an error inside a stream would have had. */
  static int status(JsonNode error) {
    int code = error.path("code").asInt();
    if (code >= FIRST_ERROR && code <= LAST_ERROR) {
      return code;
    }
    String words =
        (error.path("type").asText() + " " + error.path("code").asText()).toLowerCase(Locale.ROOT);
    return STATUS_OF_WORD.stream()
        .filter(known -> words.contains(known.word()))
        .findFirst()
        .map(KnownWord::status)
        .orElse(500);
  }
}
