package dev.perdure.api.signing;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.filters.BodyLimits;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.SigningStore;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.OrgId;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signatures of requests under API keys: where one is required, and where one is sent.
 * Nothing is done with a request before: neither its permissions nor its body are looked at. Tokens
 * and cookies are not signed.
 */
@Priority(Priorities.AUTHENTICATION + 10)
public final class SignatureFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private final SigningSecrets secrets;
  private final SigningStore store;
  private final Predicate<UUID> required;
  private final Clock clock;
  private final BodyLimits limits;
  @Context private @Nullable HttpServletRequest raw;
  @Context private @Nullable ResourceInfo route;

  /**
   * @param required whether requests under a key must be signed
   * @param limits the largest bodies
   */
  public SignatureFilter(
      SigningSecrets secrets,
      SigningStore store,
      Predicate<UUID> required,
      Clock clock,
      BodyLimits limits) {
    this.secrets = secrets;
    this.store = store;
    this.required = required;
    this.clock = clock;
    this.limits = limits;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    if (request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal principal
        && principal.caller().credential().kind() == Credential.Kind.API_KEY) {
      OrgId orgId = principal.caller().orgId();
      UUID keyId = principal.caller().credential().id();
      List<String> sent = request.getHeaders().get(RequestSignature.HEADER);
      if (sent != null && !sent.isEmpty()) {
        verify(request, orgId, keyId, sent);
      } else if (required.test(keyId)) {
        throw refused(
            "signature_missing",
            "Requests under this API key must be signed; see docs/signing.md.");
      }
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response)
      throws IOException {
    SpooledBody.close(request);
  }

  private void verify(ContainerRequestContext request, OrgId orgId, UUID keyId, List<String> sent)
      throws IOException {
    RequestSignature signature =
        (sent.size() == 1
                ? RequestSignature.parse(sent.getFirst())
                : Optional.<RequestSignature>empty())
            .orElseThrow(() ->
                refused(
                    "signature_invalid",
                    "Perdure-Signature must be t=<Unix seconds>,n=<16 to 64 letters, digits, - or"
                        + " _>,v1=<64 hex digits in lower case>, once."));
    if (!signature.fresh(clock.instant())) {
      throw refused(
          "signature_expired",
          "The signature was made more than %d seconds from now; check the clock and sign again."
              .formatted(RequestSignature.WINDOW.toSeconds()));
    }
    SignedRequest signed = signed(request);
    if (secrets.of(orgId, keyId).stream().noneMatch(secret -> signature.fits(signed, secret))) {
      throw refused("signature_invalid", "The signature is not that of this request.");
    }
    // Last, so that nobody but its owner can use a nonce up.
    if (!store.remember(orgId, keyId, signature.nonce(), signature.end())) {
      throw refused(
          "signature_replayed", "A request with this nonce was taken before; sign each anew.");
    }
  }

  private SignedRequest signed(ContainerRequestContext request) throws IOException {
    HttpServletRequest asSent = Objects.requireNonNull(raw, "not injected");
    String query = asSent.getQueryString();
    String target = asSent.getRequestURI() + (query == null ? "" : "?" + query);
    return BodyLimits.upload(route)
        ? new SignedRequest(
            asSent.getMethod(), target, SpooledBody.digest(request, limits.uploadBytes()))
        : new SignedRequest(asSent.getMethod(), target, BodyFilter.read(request, limits.bytes()));
  }

  private static PerdureException refused(String code, String message) {
    return new PerdureException(new PerdureError.Unauthenticated(code, message));
  }
}
