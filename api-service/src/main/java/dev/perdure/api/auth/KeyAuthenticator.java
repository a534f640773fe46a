package dev.perdure.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perdure.core.port.TenantStore;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Caller;
import io.dropwizard.auth.Authenticator;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds whom an API key stands for. A key found is remembered for a moment, so that a burst of
 * requests asks the database once; a key revoked is refused as soon as that moment has passed.
 */
public final class KeyAuthenticator implements Authenticator<String, CallerPrincipal> {

  private static final int REMEMBERED_KEYS = 10_000;

  private final TenantStore tenants;
  private final KeyHash hash;
  private final Clock clock;
  private final Cache<UUID, ApiKey> recent;

  public KeyAuthenticator(TenantStore tenants, KeyHash hash, Clock clock, Duration cacheTime) {
    this.tenants = tenants;
    this.hash = hash;
    this.clock = clock;
    this.recent =
        Caffeine.newBuilder().maximumSize(REMEMBERED_KEYS).expireAfterWrite(cacheTime).build();
  }

  @Override
  public Optional<CallerPrincipal> authenticate(String credentials) {
    return KeyText.parse(credentials).flatMap(this::authenticate);
  }

  private Optional<CallerPrincipal> authenticate(KeyText shown) {
    return find(shown.id())
        .filter(key -> hash.matches(shown, key.hash()) && key.usableAt(clock.instant()))
        .map(key ->
            new CallerPrincipal(
                new Caller(key.orgId(), key.userId(), key.id(), key.permissions())));
  }

  private Optional<ApiKey> find(UUID id) {
    ApiKey known = recent.getIfPresent(id);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<ApiKey> found = tenants.findKey(id);
    found.ifPresent(key -> {
      recent.put(id, key);
      tenants.touchKey(key.orgId(), id);
    });
    return found;
  }
}
