package dev.perdure.core.port;

import dev.perdure.core.secret.ModelCredential;
import dev.perdure.core.secret.ModelKey;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keys of organizations at model providers. Each change is in the audit log, without the key. */
public interface ModelCredentialStore extends ModelKeys {

  /** All of an organization, by provider; there are as many as providers at most. */
  List<ModelCredential> list(OrgId orgId);

  Optional<ModelCredential> find(OrgId orgId, String provider);

  /** Gives the organization this key at the provider, in place of the one it may have had. */
  ModelCredential put(Actor actor, OrgId orgId, UUID createdBy, String provider, ModelKey key);

  /**
   * Takes the key away: the installation's own, if it has one, is used again.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code NotFound}
   */
  void delete(Actor actor, OrgId orgId, String provider);
}
