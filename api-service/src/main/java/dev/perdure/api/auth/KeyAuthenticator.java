package dev.perdure.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perdure.core.port.Identities;
import dev.perdure.core.port.Identities.KeyHolder;
import dev.perdure.core.tenant.Credential;
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

  private final Identities identities;
  private final KeyHash hash;
  private final Clock clock;
  private final Cache<UUID, KeyHolder> recent;

  public KeyAuthenticator(Identities identities, KeyHash hash, Clock clock, Duration cacheTime) {
    this.identities = identities;
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
        .filter(found ->
            hash.matches(shown, found.key().hash()) && found.key().usableAt(clock.instant()))
        .map(found ->
            new CallerPrincipal(
                found.access().caller(Credential.key(found.key().id()), found.key().scopes())));
  }

  private Optional<KeyHolder> find(UUID id) {
    KeyHolder known = recent.getIfPresent(id);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<KeyHolder> found = identities.findKey(id);
    found.ifPresent(holder -> {
      recent.put(id, holder);
      identities.touchKey(holder.key().orgId(), id);
    });
    return found;
  }
}
