package dev.perdure.llm;

import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.port.ModelKeys;
import dev.perdure.core.secret.ModelKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig;
import java.util.List;
import java.util.Optional;

/**
 * Providers reached with an organization's own key. Nothing is kept between two calls: a key that
 * was changed or taken away is so for the next call.
 */
final class OwnProviders {

  private final ModelKeys keys;
  private final OutboundClients outbound;
  private final List<ProviderConfig> installed;
  private final Transport transport;

  OwnProviders(
      ModelKeys keys,
      OutboundClients outbound,
      List<ProviderConfig> installed,
      Transport transport) {
    this.keys = keys;
    this.outbound = outbound;
    this.installed = List.copyOf(installed);
    this.transport = transport;
  }

  /** Whether an organization has a key of its own at this provider. */
  boolean has(OrgId orgId, String provider) {
    return BuiltIn.isKnown(provider) && keys.providers(orgId).contains(provider);
  }

  /** The provider with the organization's key; empty when it has none. */
  Optional<ModelProvider> find(OrgId orgId, String provider) {
    if (!BuiltIn.isKnown(provider)) {
      return Optional.empty();
    }
    return keys.use(orgId, provider)
        .flatMap(key ->
            BuiltIn.config(provider, key, installed)
                .map(config -> BuiltIn.provider(config, transport(orgId, key))));
  }

  /** An address the organization chose could be any: its calls go through the guarded client. */
  private Transport transport(OrgId orgId, ModelKey key) {
    return key.baseUrl() == null
        ? transport
        : transport.guardedBy(cancellation -> outbound.forOrg(orgId, cancellation));
  }
}
