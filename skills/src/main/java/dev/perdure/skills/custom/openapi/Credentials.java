package dev.perdure.skills.custom.openapi;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.custom.SentSecrets;
import dev.perdure.skills.custom.openapi.Operation.Carrier;
import dev.perdure.skills.custom.openapi.Operation.Credential;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Puts credentials on a request, and takes them out of what comes back. */
final class Credentials {

  private final List<String> sent = new ArrayList<>();
  private final OutboundRequest request;
  private final SentSecrets secrets;

  Credentials(OutboundRequest bare, List<Credential> credentials, SkillContext context) {
    OutboundRequest whole = bare;
    for (Credential credential : credentials) {
      String secret =
          context
              .secret(credential.secret())
              .orElseThrow(() ->
                  PerdureException.toolFinal(
                      "skill_not_configured",
                      "The service needs a secret: somebody has to name one for \""
                          + credential.secret()
                          + "\" in the skill's settings.",
                      null));
      whole = with(whole, credential, secret);
    }
    this.request = whole;
    this.secrets = SentSecrets.of(sent);
  }

  /** The request with them; its address may hold one and must not be shown. */
  OutboundRequest request() {
    return request;
  }

  /** What was sent: a service may answer with it. */
  SentSecrets sent() {
    return secrets;
  }

  private OutboundRequest with(OutboundRequest bare, Credential credential, String secret) {
    sent.add(secret);
    if (credential.carrier() == Carrier.BASIC) {
      String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
      sent.add(encoded);
      sent.add(secret.substring(secret.indexOf(':') + 1));
      return bare.withHeader("Authorization", "Basic " + encoded);
    }
    if (credential.carrier() == Carrier.QUERY) {
      String value = RequestBuilder.encoded(secret);
      sent.add(value);
      return copy(
          bare,
          bare.url()
              + (bare.url().indexOf('?') < 0 ? "?" : "&")
              + RequestBuilder.encoded(credential.name())
              + "="
              + value);
    }
    return credential.carrier() == Carrier.BEARER
        ? bare.withHeader("Authorization", "Bearer " + secret)
        : bare.withHeader(credential.name(), secret);
  }

  private static OutboundRequest copy(OutboundRequest request, String url) {
    OutboundRequest copy = OutboundRequest.of(request.method(), url).withLimits(request.limits());
    for (var header : request.headers().entrySet()) {
      copy = copy.withHeader(header.getKey(), header.getValue());
    }
    byte[] body = request.body();
    return body == null ? copy : copy.withBody(body);
  }
}
