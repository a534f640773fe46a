package dev.perdure.api.service;

import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.KeyText;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes the secrets of keys and invitations, and what is stored of them. */
public final class KeyMaker {

  private final KeyHash hash;
  private final Supplier<UUID> ids;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public KeyMaker(KeyHash hash, Supplier<UUID> ids, Clock clock) {
    this.hash = hash;
    this.ids = ids;
    this.clock = clock;
  }

  UUID newId() {
    return ids.get();
  }

  Clock clock() {
    return clock;
  }

  KeyText newKey() {
    return KeyText.generate(ids.get(), random);
  }

  byte[] stored(KeyText key) {
    return hash.of(key);
  }

  boolean matches(KeyText shown, byte[] stored) {
    return hash.matches(shown, stored);
  }

  /** The first key of a new user: it may do whatever they may. */
  ApiKey firstKey(KeyText key, OrgId orgId, UUID userId) {
    return ApiKey.of(
        orgId, key.id(), userId, "First key", stored(key), Permission.all(), clock.instant());
  }
}
