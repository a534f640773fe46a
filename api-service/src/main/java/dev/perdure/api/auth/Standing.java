package dev.perdure.api.auth;

import dev.perdure.api.auth.console.ConsoleLogins;
import dev.perdure.core.port.Identities;
import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.Permission;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether who was let in would be let in again: for answers that last, such as event streams.
 * Changes are seen within a second.
 */
public final class Standing {

  private final KeyAuthenticator keys;
  private final Identities identities;
  private final ConsoleLogins logins;
  private final Clock clock;

  public Standing(KeyAuthenticator keys, Identities identities, ConsoleLogins logins, Clock clock) {
    this.keys = keys;
    this.identities = identities;
    this.logins = logins;
    this.clock = clock;
  }

  /** Whether a caller still holds a permission, by the credential they showed. */
  public boolean holds(CallerPrincipal principal, Permission permission) {
    Caller caller = principal.caller();
    Credential credential = caller.credential();
    return switch (credential.kind()) {
      case API_KEY -> keys.permissions(credential.id()).contains(permission);
      case CONSOLE_SESSION ->
          logins.permissions(caller.orgId(), credential.id()).contains(permission);
      case TOKEN ->
          counts(principal.term(), permission)
              && caller.permissions().contains(permission)
              && userPermissions(caller).contains(permission);
    };
  }

  /** Whether a caller may still do anything of what they might when they were let in. */
  public boolean stands(CallerPrincipal principal) {
    Set<Permission> before = principal.caller().permissions();
    return before.isEmpty() || before.stream().anyMatch(permission -> holds(principal, permission));
  }

  /** Asks the clock first, which is never away. */
  private boolean counts(@Nullable TokenTerm term, Permission permission) {
    if (term == null || !clock.instant().isBefore(term.end())) {
      return false;
    }
    UUID keyId = term.keyId();
    return keyId == null || keys.permissions(keyId).contains(permission);
  }

  private Set<Permission> userPermissions(Caller caller) {
    return identities
        .access(caller.orgId(), caller.userId())
        .map(Access::permissions)
        .orElse(Set.of());
  }
}
