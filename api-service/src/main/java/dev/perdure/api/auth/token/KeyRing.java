package dev.perdure.api.auth.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.perdure.api.config.AuthConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Our own signing keys, oldest first, and which of them does what at a moment. A new key is
 * published before it signs, so that whoever keeps our keys for a while has it; an old one stays
 * until the last token it signed is over.
 */
record KeyRing(List<SigningKey> keys) {

  /** How long a key is published before it signs. */
  static final Duration LEAD = Duration.ofMinutes(10);

  /** How long an old key stays after the next one began to sign. */
  static final Duration STAYS = AuthConfig.LONGEST_TOKEN.plusMinutes(5);

  KeyRing {
    keys = List.copyOf(keys);
  }

  /** The key that signs. */
  Optional<SigningKey> signer(Instant now) {
    return keys.reversed().stream()
        .filter(key -> !now.isBefore(key.madeAt().plus(LEAD)))
        .findFirst()
        .or(() -> keys.stream().findFirst());
  }

  /** Whether it is time for a new key. */
  boolean wantsNew(Instant now, Duration rotation) {
    return keys.isEmpty() || !now.isBefore(keys.getLast().madeAt().plus(rotation));
  }

  /** Keys whose tokens are all over: a later one has signed for long enough. */
  List<SigningKey> over(Instant now) {
    long current =
        keys.stream().filter(key -> !now.isBefore(key.madeAt().plus(LEAD).plus(STAYS))).count();
    return keys.subList(0, (int) Math.max(0, current - 1));
  }

  /** A key by its id. */
  Optional<SigningKey> find(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** What everybody may know of them. */
  JWKSet published() {
    return new JWKSet(keys.stream().<JWK>map(key -> key.key().toPublicJWK()).toList());
  }
}
