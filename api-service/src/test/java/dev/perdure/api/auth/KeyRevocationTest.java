package dev.perdure.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.Identities;
import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two nodes over one store: a key that one saw revoked is soon refused by the other. */
class KeyRevocationTest {

  private static final Duration CACHE = Duration.ofMillis(500);

  private final OrgId orgId = new OrgId(UUID.randomUUID());
  private final UUID userId = UUID.randomUUID();
  private final KeyHash hash = new KeyHash("a pepper for tests, of enough characters");
  private final KeyText shown = KeyText.generate(UUID.randomUUID(), new SecureRandom());
  private final ConcurrentMap<UUID, ApiKey> stored = new ConcurrentHashMap<>();

  private final Identities identities =
      new Identities() {
        @Override
        public Optional<KeyHolder> findKey(UUID keyId) {
          return Optional.ofNullable(stored.get(keyId))
              .map(key -> new KeyHolder(key, new Access(orgId, userId, "owner", Permission.all())));
        }

        @Override
        public Optional<Access> access(OrgId org, UUID user) {
          return Optional.empty();
        }

        @Override
        public void rehashKey(OrgId org, UUID keyId, byte[] before, byte[] after) {
          throw new AssertionError("this hash is under the present pepper");
        }

        @Override
        public void touchKey(OrgId org, UUID keyId, @Nullable String address) {}
      };

  private final List<KeyAuthenticator> nodes = List.of(node(), node());

  private KeyAuthenticator node() {
    return new KeyAuthenticator(identities, hash, Clock.systemUTC(), CACHE);
  }

  @Test
  void everyNodeRefusesARevokedKeyWithinASecond() {
    stored.put(shown.id(), key(null));
    assertThat(nodes).allMatch(node -> node.authenticate(shown.text()).isPresent());
    stored.put(shown.id(), key(Instant.now()));
    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> nodes.stream().noneMatch(node -> node.authenticate(shown.text()).isPresent()));
  }

  @Test
  void aKeyOverItsTimeIsRefusedAtOnceThoughItIsRemembered() {
    ApiKey key = key(null);
    stored.put(
        shown.id(),
        new ApiKey(
            orgId,
            shown.id(),
            userId,
            "k",
            key.hash(),
            key.scopes(),
            List.of(),
            false,
            Instant.now(),
            Instant.now().plusMillis(200),
            null,
            null));
    assertThat(nodes.getFirst().authenticate(shown.text())).isPresent();
    Awaitility.await()
        .atMost(Duration.ofMillis(400))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> nodes.getFirst().authenticate(shown.text()).isEmpty());
  }

  private ApiKey key(@Nullable Instant revoked) {
    return new ApiKey(
        orgId,
        shown.id(),
        userId,
        "k",
        hash.of(shown),
        Set.of(Permission.RUNS_READ),
        List.of(),
        false,
        Instant.now(),
        null,
        revoked,
        null);
  }
}
