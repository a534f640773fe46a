package dev.perdure.skills.custom;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The values of secrets that were sent with a request. A server may answer with what it was sent:
 * they are taken out of all that comes back, as they are and as they are usually encoded. Values of
 * fewer than six characters stay, for they would be found everywhere.
 */
public final class SentSecrets {

  private static final int SHORTEST = 6;
  private static final String MARK = "[secret]";

  /** Nothing was sent. */
  public static final SentSecrets NONE = new SentSecrets(List.of());

  /** Longest first, so that none is found in part. */
  private final List<String> forms;

  private SentSecrets(List<String> values) {
    this.forms =
        values.stream()
            .filter(value -> value.length() >= SHORTEST)
            .flatMap(SentSecrets::forms)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Those of the values that can be told from other text. */
  public static SentSecrets of(List<String> values) {
    return new SentSecrets(values);
  }

  /** Whether there is nothing to take out. */
  public boolean none() {
    return forms.isEmpty();
  }

  /** A text without them. */
  public String without(String text) {
    String clean = text;
    for (String form : forms) {
      clean = clean.replace(form, MARK);
    }
    return clean;
  }

  /** A file without them; of the same length, so that what counts its bytes still can read it. */
  public byte[] without(byte[] content) {
    String letters = new String(content, StandardCharsets.ISO_8859_1);
    String clean = letters;
    for (String form : forms) {
      String bytes = new String(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      clean = clean.replace(bytes, "*".repeat(bytes.length()));
    }
    return clean.equals(letters)
        ? Arrays.copyOf(content, content.length)
        : clean.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Stream<String> forms(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
    String json = value.replace("\\", "\\\\").replace("\"", "\\\"");
    return Stream.of(
        value,
        url,
        url.replace("+", "%20"),
        json,
        json.replace("/", "\\/"),
        Base64.getEncoder().encodeToString(bytes),
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
