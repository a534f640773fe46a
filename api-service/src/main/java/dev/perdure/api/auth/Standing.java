package dev.perdure.api.auth;

import dev.perdure.api.auth.console.ConsoleLogins;
import dev.perdure.core.port.Identities;
import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.Permission;
import java.util.Set;

/**
 * Whether who was let in would be let in again: for answers that last, such as event streams.
 * Changes are seen within a second.
 */
public final class Standing {

  private final KeyAuthenticator keys;
  private final Identities identities;
  private final ConsoleLogins logins;

  public Standing(KeyAuthenticator keys, Identities identities, ConsoleLogins logins) {
    this.keys = keys;
    this.identities = identities;
    this.logins = logins;
  }

  /** Whether a caller still holds a permission, by the credential they showed. */
  public boolean holds(Caller caller, Permission permission) {
    Credential credential = caller.credential();
    return switch (credential.kind()) {
      case API_KEY -> keys.permissions(credential.id()).contains(permission);
      case CONSOLE_SESSION ->
          logins.permissions(caller.orgId(), credential.id()).contains(permission);
      // What a token was narrowed to, and when it ends, is not known any more.
      case TOKEN -> userPermissions(caller).contains(permission);
    };
  }

  private Set<Permission> userPermissions(Caller caller) {
    return identities
        .access(caller.orgId(), caller.userId())
        .map(Access::permissions)
        .orElse(Set.of());
  }
}
