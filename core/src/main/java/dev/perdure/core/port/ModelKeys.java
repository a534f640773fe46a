package dev.perdure.core.port;

import dev.perdure.core.secret.ModelKey;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.Set;

/** Port: the keys that organizations have at model providers. */
public interface ModelKeys {

  /** An organization's key at a provider, to be used now. */
  Optional<ModelKey> use(OrgId orgId, String provider);

  /** The providers an organization has a key at. */
  Set<String> providers(OrgId orgId);

  /** No organization has a key of its own. */
  static ModelKeys none() {
    return new ModelKeys() {
      @Override
      public Optional<ModelKey> use(OrgId orgId, String provider) {
        return Optional.empty();
      }

      @Override
      public Set<String> providers(OrgId orgId) {
        return Set.of();
      }
    };
  }
}
