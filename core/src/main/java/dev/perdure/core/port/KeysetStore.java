package dev.perdure.core.port;

import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.StoredKeyset;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;

/** Port: the wrapped keysets of the organizations. */
public interface KeysetStore {

  Optional<StoredKeyset> find(OrgId orgId, KeyPurpose purpose);

  /** Keeps an organization's first keyset; false when another node was first, or it is erased. */
  boolean insert(StoredKeyset first);

  /** Takes the place of the version before; false when somebody else did so already. */
  boolean replace(StoredKeyset changed);

  /** The organizations that have a keyset. */
  List<OrgId> organizations();
}
