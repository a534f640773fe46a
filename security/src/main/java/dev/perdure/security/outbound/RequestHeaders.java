package dev.perdure.security.outbound;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The headers a request is sent with. */
final class RequestHeaders {

  /** What the client itself says; a caller who said otherwise could smuggle a second request. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "keep-alive",
          "content-length",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "accept-encoding",
          "http2-settings");

  /** What may follow a redirect to another host; everything else may be a credential. */
  private static final Set<String> HARMLESS =
      Set.of("accept", "accept-language", "user-agent", "range", "content-type");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final int LONGEST = 8 * 1024;
  private static final int MOST = 50;

  private RequestHeaders() {}

  /** The headers as given, if they can be sent. */
  static Map<String, String> checked(Map<String, String> headers) {
    if (headers.size() > MOST) {
      throw Refusals.invalid("A request has no more than " + MOST + " headers.");
    }
    headers.forEach(RequestHeaders::check);
    return headers;
  }

  /** What is left of them at another host. */
  static Map<String, String> forOtherHost(Map<String, String> headers) {
    Map<String, String> left = new LinkedHashMap<>(headers);
    left.keySet().removeIf(name -> !HARMLESS.contains(name.toLowerCase(Locale.ROOT)));
    return left;
  }

  /** What is left of them without a body. */
  static Map<String, String> withoutBody(Map<String, String> headers) {
    Map<String, String> left = new LinkedHashMap<>(headers);
    left.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("content-"));
    return left;
  }

  private static void check(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches() || OURS.contains(lower) || lower.startsWith("proxy-")) {
      throw Refusals.invalid("A header has a name that a request may not set.");
    }
    boolean visible = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7F));
    if (!visible || value.length() > LONGEST) {
      throw Refusals.invalid("The header " + name + " has a value that can't be sent.");
    }
  }
}
