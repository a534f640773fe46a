package dev.perdure.security.outbound;

import dev.perdure.core.net.OutboundRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request of an exchange: the first, or that of a redirect. */
record Hop(String method, Target target, Map<String, String> headers, Payload payload) {

  /** The body; a record component can't be an array. */
  static final class Payload {
    static final Payload NONE = new Payload(null);
    private final byte @Nullable [] bytes;

    Payload(byte @Nullable [] bytes) {
      this.bytes = bytes;
    }

    byte @Nullable [] bytes() {
      return bytes;
    }
  }

  private static final Pattern METHOD = Pattern.compile("GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS");
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> SAME_METHOD = Set.of(307, 308);

  static Hop first(OutboundRequest request) {
    String method = request.method().toUpperCase(Locale.ROOT);
    if (!METHOD.matcher(method).matches()) {
      throw Refusals.invalid("The method is not one of GET, HEAD, POST, PUT, PATCH, DELETE.");
    }
    return new Hop(
        method,
        Target.of(request.url()),
        RequestHeaders.checked(request.headers()),
        new Payload(request.body()));
  }

  static boolean redirects(int status) {
    return REDIRECTS.contains(status);
  }

  /** Where a redirect leads. Credentials and bodies stay with the host they were meant for. */
  Hop redirected(int status, String location) {
    Target next = resolve(location);
    if (target.scheme().equals("https") && next.scheme().equals("http")) {
      throw Refusals.refused("The other side redirects from https to http.");
    }
    boolean keeps = SAME_METHOD.contains(status) || Set.of("GET", "HEAD").contains(method);
    boolean sameOrigin = target.sameOrigin(next);
    if (keeps && payload.bytes() != null && !sameOrigin) {
      throw Refusals.refused("The other side redirects to another host, which gets no body.");
    }
    if (keeps && !sameOrigin && !Set.of("GET", "HEAD", "OPTIONS").contains(method)) {
      throw Refusals.refused("The other side redirects a " + method + " to another host.");
    }
    Map<String, String> left = sameOrigin ? headers : RequestHeaders.forOtherHost(headers);
    return keeps
        ? new Hop(method, next, left, payload)
        : new Hop("GET", next, RequestHeaders.withoutBody(left), Payload.NONE);
  }

  private Target resolve(String location) {
    String text = location.strip();
    if (Pattern.compile("(?i)https?://.*", Pattern.DOTALL).matcher(text).matches()) {
      return Target.of(text);
    }
    try {
      return Target.of(URI.create(target.url()).resolve(text.replace(" ", "%20")).toString());
    } catch (IllegalArgumentException e) {
      throw Refusals.badResponse("The other side redirects to what is no URL.", e);
    }
  }
}
