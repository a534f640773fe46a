package dev.perdure.api.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.hash.Hashing;
import dev.perdure.api.auth.AddressFilter;
import dev.perdure.api.auth.ClientAddress;
import dev.perdure.core.quota.RateVerdict;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/**
 * Slows down who tries credentials: each that is refused takes from a bucket of its address, and
 * while that is empty no more are looked at. What was accepted from an address a while ago still is
 * looked at, so that people behind the same address go on.
 */
@Priority(Priorities.AUTHENTICATION - 50)
public final class AddressGuard implements ContainerRequestFilter, ContainerResponseFilter {

  private static final int REMEMBERED = 50_000;
  private static final int NETWORK_BYTES = 8;

  private final RateLimits limits;
  private final LongSupplier nanoClock;
  private final Cache<String, Long> blockedUntil =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(Duration.ofHours(1)).build();
  private final Cache<String, Boolean> accepted =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterWrite(Duration.ofMinutes(15))
          .build();

  public AddressGuard(RateLimits limits) {
    this(limits, System::nanoTime);
  }

  AddressGuard(RateLimits limits, LongSupplier nanoClock) {
    this.limits = limits;
    this.nanoClock = nanoClock;
  }

  /**
   * Where a request came from, as it is counted. Of IPv6 it is the network of 64 bits: whoever has
   * an address there has all of them.
   */
  static String address(ContainerRequestContext request) {
    return ClientAddress.of(request).map(AddressGuard::counted).orElse("unknown");
  }

  static String counted(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.ofDelimiter(":").formatHex(address.getAddress(), 0, NETWORK_BYTES)
        : address.getHostAddress();
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String from = address(request);
    Long until = blockedUntil.getIfPresent(from);
    if (until == null || accepted.getIfPresent(shown(request, from)) != null) {
      return;
    }
    long left = until - nanoClock.getAsLong();
    if (left > 0) {
      throw RateLimits.refusal("from this address by nobody who is known", Duration.ofNanos(left));
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    String from = address(request);
    if (response.getStatus() == 401 || AddressFilter.refused(request)) {
      RateVerdict verdict = limits.take(from);
      if (!verdict.allowed()) {
        blockedUntil.put(from, nanoClock.getAsLong() + verdict.retryAfter().toNanos());
      }
    } else if (request.getSecurityContext().getUserPrincipal() != null) {
      accepted.put(shown(request, from), true);
    }
  }

  /** What was shown, without telling it. */
  private static String shown(ContainerRequestContext request, String from) {
    String all =
        from
            + "\n"
            + request.getHeaderString(HttpHeaders.AUTHORIZATION)
            + "\n"
            + request.getHeaderString(HttpHeaders.COOKIE);
    return Hashing.sha256().hashString(all, StandardCharsets.UTF_8).toString();
  }
}
