package dev.perdure.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.Cidr;
import dev.perdure.core.port.Identities;
import dev.perdure.core.port.Identities.KeyHolder;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.Permission;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds whom an API key stands for. A key found is remembered for a moment, so that a burst of
 * requests asks the database once; a key revoked is refused as soon as that moment has passed.
 */
public final class KeyAuthenticator {

  private static final Logger LOG = LoggerFactory.getLogger(KeyAuthenticator.class);
  private static final int REMEMBERED_KEYS = 10_000;

  /** How often the use of a key is noted. */
  private static final Duration NOTED = Duration.ofMinutes(1);

  private final Identities identities;
  private final KeyHash hash;
  private final Clock clock;
  private final Cache<UUID, KeyHolder> recent;
  private final Cache<UUID, Boolean> used;

  public KeyAuthenticator(Identities identities, KeyHash hash, Clock clock, Duration cacheTime) {
    this.identities = identities;
    this.hash = hash;
    this.clock = clock;
    this.used = Caffeine.newBuilder().maximumSize(REMEMBERED_KEYS).expireAfterWrite(NOTED).build();
    this.recent =
        Caffeine.newBuilder().maximumSize(REMEMBERED_KEYS).expireAfterWrite(cacheTime).build();
  }

  /** The caller a key stands for; empty when it may not be used. */
  public Optional<Caller> authenticate(String text) {
    return holder(text)
        .map(
            found -> found.access().caller(Credential.key(found.key().id()), found.key().scopes()));
  }

  /** A key that was shown and may be used now, and its user. */
  public Optional<KeyHolder> holder(String text) {
    return KeyText.parse(text)
        .flatMap(shown ->
            usable(shown.id())
                .filter(found -> hash.matches(shown, found.key().hash()))
                .map(found -> renewed(shown, found)));
  }

  /** The key is at hand only now: a hash under an old pepper is replaced. */
  private KeyHolder renewed(KeyText shown, KeyHolder found) {
    ApiKey key = found.key();
    if (!hash.fresh(shown, key.hash())) {
      try {
        identities.rehashKey(key.orgId(), key.id(), key.hash(), hash.of(shown));
        recent.invalidate(key.id());
      } catch (PerdureException e) {
        LOG.warn("the API key {} could not be hashed anew yet: {}", key.id(), e.error().code());
      }
    }
    return found;
  }

  /** A key that may be used now, by its id alone: something made from it was shown. */
  public Optional<KeyHolder> usable(UUID id) {
    return find(id).filter(found -> found.key().usableAt(clock.instant()));
  }

  /** Whether requests under a key must be signed; so they must when the key is gone meanwhile. */
  public boolean signed(UUID keyId) {
    return find(keyId).map(found -> found.key().signed()).orElse(true);
  }

  private Optional<KeyHolder> find(UUID id) {
    KeyHolder known = recent.getIfPresent(id);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<KeyHolder> found = identities.findKey(id);
    found.ifPresent(holder -> recent.put(id, holder));
    return found;
  }

  /**
   * Whether a key may be used from an address; notes that it was. Nobody knows where a request
   * without an address came from, so it is let through only where a key may be used everywhere.
   */
  public boolean admits(UUID keyId, @Nullable InetAddress from) {
    ApiKey key = find(keyId).map(KeyHolder::key).orElse(null);
    if (key == null || !allows(key, from)) {
      return false;
    }
    if (used.asMap().putIfAbsent(keyId, true) == null) {
      identities.touchKey(key.orgId(), keyId, from == null ? null : from.getHostAddress());
    }
    return true;
  }

  /** What a key may do now; nothing when it may not be used. */
  Set<Permission> permissions(UUID keyId) {
    return find(keyId)
        .filter(found -> found.key().usableAt(clock.instant()))
        .map(found ->
            found.access().caller(Credential.key(keyId), found.key().scopes()).permissions())
        .orElse(Set.of());
  }

  private static boolean allows(ApiKey key, @Nullable InetAddress from) {
    List<String> allowed = key.allowedAddresses();
    return allowed.isEmpty()
        || (from != null && allowed.stream().anyMatch(range -> Cidr.of(range).contains(from)));
  }
}
