package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import java.util.Optional;

/** Port: the values of an organization's secrets, for what acts in its name. */
@FunctionalInterface
public interface Secrets {

  /** A secret's value, to be used now. Nothing may log it, keep it or show it to a model. */
  Optional<String> use(OrgId orgId, String name);

  /** No organization has any. */
  static Secrets none() {
    return (orgId, name) -> Optional.empty();
  }
}
