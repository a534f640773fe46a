package dev.perdure.api.limits;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.RateLimiter;
import dev.perdure.core.quota.Limits;
import dev.perdure.core.quota.Rate;
import dev.perdure.core.quota.RateBucket;
import dev.perdure.core.quota.RateBucket.Kind;
import dev.perdure.core.quota.RateVerdict;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;

/** Which buckets a request takes from. */
public final class RateLimits {

  private final RateLimiter limiter;
  private final OrgLimits limits;
  private final Rate address;

  /**
   * @param address requests by nobody who is known, and failed attempts to be known, from one
   *     address
   */
  public RateLimits(RateLimiter limiter, OrgLimits limits, Rate address) {
    this.limiter = limiter;
    this.limits = limits;
    this.address = address;
  }

  /** A request of a caller: their credential, they themselves, and their organization. */
  RateVerdict take(Caller caller, int cost) {
    OrgId org = caller.orgId();
    Limits may = limits.of(org);
    String credential = caller.credential().kind().wireName() + ":" + caller.credential().id();
    return limiter.take(
        List.of(
            new RateBucket(Kind.CREDENTIAL, org, credential, may.credential()),
            new RateBucket(Kind.USER, org, caller.userId().toString(), may.user()),
            new RateBucket(Kind.ORGANIZATION, org, org.toString(), may.organization())),
        cost);
  }

  /** A request of nobody who is known. */
  RateVerdict take(String from) {
    return limiter.take(List.of(new RateBucket(Kind.ADDRESS, null, from, address)), 1);
  }

  /** What a request that may not be made is answered with. */
  static PerdureException refusal(RateVerdict verdict, int cost) {
    Kind whose =
        verdict.states().stream()
            .filter(s -> s.remaining() < Math.min(cost, s.bucket().rate().burst()))
            .map(s -> s.bucket().kind())
            .findFirst()
            .orElse(Kind.ORGANIZATION);
    return refusal("by this " + whose.wireName(), verdict.retryAfter());
  }

  static PerdureException refusal(String whose, Duration retryAfter) {
    return new PerdureException(
        new PerdureError.RateLimited(
            "rate_limited",
            "Too many requests " + whose + ". Wait as long as Retry-After says.",
            retryAfter));
  }
}
