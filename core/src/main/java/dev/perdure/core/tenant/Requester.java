package dev.perdure.core.tenant;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller who asks for a change, and where the request came from.
 *
 * @param address where it came from
 * @param userAgent what the client calls itself
 */
public record Requester(Caller caller, @Nullable String address, @Nullable String userAgent) {

  /** One of whom nobody knows where the request came from, as in a command. */
  public static Requester of(Caller caller) {
    return new Requester(caller, null, null);
  }

  /** As whom the audit log names them. */
  public Actor actor() {
    return Actor.of(caller, address, userAgent);
  }

  /** The organization they are of. */
  public OrgId orgId() {
    return caller.orgId();
  }

  /** Whether they hold all of these permissions, and so may give them to somebody. */
  public boolean holds(Set<Permission> permissions) {
    return caller.permissions().containsAll(permissions);
  }
}
