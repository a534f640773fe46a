package dev.perdure.security.outbound;

import dev.perdure.core.error.PerdureError.OutboundFailed;
import dev.perdure.core.error.PerdureException;
import org.jspecify.annotations.Nullable;

/** The ways a request to the outside fails. Addresses of the inside are never told. */
final class Refusals {

  private Refusals() {}

  static PerdureException invalid(String why) {
    return PerdureException.outbound("outbound_invalid", why, false, false, null);
  }

  static PerdureException refused(String why) {
    return PerdureException.outbound("outbound_refused", why, false, false, null);
  }

  static PerdureException tooLarge(long most) {
    return PerdureException.outbound(
        "outbound_too_large", "The answer is larger than " + most + " bytes.", false, true, null);
  }

  static PerdureException timeout(boolean sent) {
    return PerdureException.outbound(
        "outbound_timeout", "The other side did not answer in time.", true, sent, null);
  }

  static PerdureException tooManyRedirects(int most) {
    return PerdureException.outbound(
        "outbound_too_many_redirects",
        "The other side redirects more than " + most + " times.",
        false,
        true,
        null);
  }

  static PerdureException unreachable(String host, boolean sent, @Nullable Throwable cause) {
    return PerdureException.outbound(
        "outbound_unreachable", host + " can't be reached.", true, sent, cause);
  }

  static PerdureException tls(String host, @Nullable Throwable cause) {
    return PerdureException.outbound(
        "outbound_tls", "The certificate of " + host + " is not trusted.", false, false, cause);
  }

  /** The same failure, of a request that has reached the other side. */
  static PerdureException sent(PerdureException failure) {
    return failure.error() instanceof OutboundFailed known && !known.sent()
        ? PerdureException.outbound(known.code(), known.message(), known.retryable(), true, failure)
        : failure;
  }

  static PerdureException badResponse(String why, @Nullable Throwable cause) {
    return PerdureException.outbound("outbound_bad_response", why, false, true, cause);
  }
}
