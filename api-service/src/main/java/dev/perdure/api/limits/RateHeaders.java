package dev.perdure.api.limits;

import dev.perdure.core.quota.Rate;
import dev.perdure.core.quota.RateVerdict;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.stream.Collectors;

/** {@code RateLimit-Policy} and {@code RateLimit}, as the IETF's draft 11 has them. */
final class RateHeaders {

  /** Names, quotas ({@code q}) and the seconds in which they come back ({@code w}). */
  static final String POLICY = "RateLimit-Policy";

  /** What is left ({@code r}), and the seconds until all of it is there again ({@code t}). */
  static final String LIMIT = "RateLimit";

  private RateHeaders() {}

  static void write(RateVerdict verdict, MultivaluedMap<String, Object> headers) {
    headers.putSingle(
        POLICY,
        verdict.states().stream().map(RateHeaders::policy).collect(Collectors.joining(", ")));
    headers.putSingle(
        LIMIT, verdict.states().stream().map(RateHeaders::left).collect(Collectors.joining(", ")));
  }

  private static String policy(RateVerdict.State state) {
    Rate rate = state.bucket().rate();
    int window = Math.ceilDiv(rate.burst(), rate.perSecond());
    return name(state) + ";q=" + rate.burst() + ";w=" + window;
  }

  private static String left(RateVerdict.State state) {
    return name(state) + ";r=" + state.remaining() + ";t=" + seconds(state.untilFull());
  }

  private static String name(RateVerdict.State state) {
    return '"' + state.bucket().kind().wireName() + '"';
  }

  private static long seconds(Duration duration) {
    return Math.ceilDiv(duration.toMillis(), 1000);
  }
}
