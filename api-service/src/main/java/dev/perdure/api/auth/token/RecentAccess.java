package dev.perdure.api.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perdure.core.port.Identities;
import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What users may do, remembered for a moment. */
public final class RecentAccess {

  private static final int REMEMBERED = 10_000;

  private final Identities identities;
  private final Cache<User, Access> recent;

  public RecentAccess(Identities identities, Duration cacheTime) {
    this.identities = identities;
    this.recent = Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(cacheTime).build();
  }

  /** What a user may do; empty when unknown, disabled, or of a suspended organization. */
  Optional<Access> find(OrgId orgId, UUID userId) {
    User user = new User(orgId, userId);
    Access known = recent.getIfPresent(user);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Access> found = identities.access(orgId, userId);
    found.ifPresent(access -> recent.put(user, access));
    return found;
  }

  private record User(OrgId orgId, UUID id) {}
}
