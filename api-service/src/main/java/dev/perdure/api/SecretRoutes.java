package dev.perdure.api;

import dev.perdure.api.config.TemporalConfig;
import dev.perdure.api.resources.ModelCredentialsResource;
import dev.perdure.api.resources.SecretsResource;
import dev.perdure.api.resources.TemporalCodecResource;
import dev.perdure.api.service.CodecService;
import dev.perdure.api.service.SecretService;
import java.util.List;

/** The routes to what is encrypted. */
final class SecretRoutes {

  private SecretRoutes() {}

  static List<Object> of(Wiring wiring, TemporalConfig temporal) {
    SecretService secrets =
        new SecretService(
            wiring.encryption.vault().secrets(), wiring.encryption.vault().modelCredentials());
    return List.of(
        new SecretsResource(secrets),
        new ModelCredentialsResource(secrets),
        new TemporalCodecResource(new CodecService(wiring.payloads, temporal.namespace())));
  }
}
