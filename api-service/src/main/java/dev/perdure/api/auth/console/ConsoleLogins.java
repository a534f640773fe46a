package dev.perdure.api.auth.console;

import dev.perdure.api.auth.KeyAuthenticator;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ConsoleSessions;
import dev.perdure.core.port.ConsoleSessions.SignedIn;
import dev.perdure.core.port.Identities.KeyHolder;
import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.ConsoleSession;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs people in to the console and out again. A session is looked up at each request, so it ends
 * on every node at once: by signing out, with its user, its organization or the key it was made
 * from, after a time unused, and after a day's work.
 */
public final class ConsoleLogins {

  /** That a session is used is noted no more often than this. */
  private static final Duration LONGEST_UNNOTED = Duration.ofMinutes(1);

  private final ConsoleSessions sessions;
  private final KeyAuthenticator keys;
  private final KeyHash hash;
  private final Supplier<UUID> ids;
  private final Clock clock;
  private final Duration lifetime;
  private final Duration idle;
  private final Duration unnoted;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param lifetime after which a person signs in again, whatever they did
   * @param idle after which they do when they did nothing
   */
  public ConsoleLogins(
      ConsoleSessions sessions,
      KeyAuthenticator keys,
      KeyHash hash,
      Supplier<UUID> ids,
      Clock clock,
      Duration lifetime,
      Duration idle) {
    this.sessions = sessions;
    this.keys = keys;
    this.hash = hash;
    this.ids = ids;
    this.clock = clock;
    this.lifetime = lifetime;
    this.idle = idle;
    Duration part = idle.dividedBy(4);
    this.unnoted = part.compareTo(LONGEST_UNNOTED) < 0 ? part : LONGEST_UNNOTED;
  }

  /** How long a cookie is kept. */
  public Duration lifetime() {
    return lifetime;
  }

  /**
   * Signs in with an API key; the session may do what the key may, and ends with it.
   *
   * @throws PerdureException {@code credentials_invalid}, 401; {@code key_must_sign}, 403, for a
   *     key whose requests must be signed: a cookie would get around that; {@code
   *     address_not_allowed}, 403
   */
  public CookieText signIn(String apiKey, Client client) {
    KeyHolder holder =
        keys.holder(apiKey)
            .orElseThrow(() ->
                new PerdureException(
                    new PerdureError.Unauthenticated(
                        "credentials_invalid",
                        "The API key is not known, has expired, or was revoked.")));
    if (holder.key().signed()) {
      throw new PerdureException(
          new PerdureError.Forbidden(
              "key_must_sign", "Requests under this key must be signed. Use another to sign in."));
    }
    if (!keys.admits(holder.key().id(), client.address())) {
      throw new PerdureException(
          new PerdureError.Forbidden(
              "address_not_allowed", "The API key may not be used from this address."));
    }
    return open(holder.access(), holder.key().id(), client);
  }

  /** Signs in a user whom an OIDC provider vouches for. */
  public CookieText signIn(Access access, Client client) {
    return open(access, null, client);
  }

  /** The caller a cookie stands for; empty when its session has ended. */
  public Optional<Caller> authenticate(String cookie, @Nullable InetAddress from) {
    return CookieText.parse(cookie).flatMap(shown -> authenticate(shown, from));
  }

  private Optional<Caller> authenticate(CookieText shown, @Nullable InetAddress from) {
    Optional<SignedIn> found =
        sessions
            .find(shown.orgId(), shown.id(), idle)
            .filter(session -> hash.matches(shown.secret(), session.hash()))
            // Where the key may be used from, what was made from it may.
            .filter(session -> session.keyId() == null || keys.admits(session.keyId(), from));
    found
        .filter(session -> session.usedAt().isBefore(clock.instant().minus(unnoted)))
        .ifPresent(_ -> sessions.touch(shown.orgId(), shown.id()));
    return found.map(session ->
        session
            .access()
            .caller(new Credential(Credential.Kind.CONSOLE_SESSION, shown.id()), session.scopes()));
  }

  /** What a session may do now; nothing when it has ended. */
  public Set<Permission> permissions(OrgId orgId, UUID id) {
    return sessions
        .find(orgId, id, idle)
        .map(found ->
            found
                .access()
                .caller(new Credential(Credential.Kind.CONSOLE_SESSION, id), found.scopes())
                .permissions())
        .orElse(Set.of());
  }

  /**
   * The API key a session was made from; null when a provider vouched for its user.
   *
   * @throws PerdureException {@code session_expired}, 401, when the session has ended meanwhile
   */
  public @Nullable UUID key(OrgId orgId, UUID id) {
    return sessions
        .find(orgId, id, idle)
        .orElseThrow(() ->
            new PerdureException(
                new PerdureError.Unauthenticated(
                    "session_expired", "Sign in again: this console session has ended.")))
        .keyId();
  }

  /** Ends the session of a cookie, if it is one. */
  public void signOut(String cookie, Client client) {
    authenticate(cookie, client.address())
        .ifPresent(
            caller -> sessions.end(caller.orgId(), caller.credential().id(), client.actor(caller)));
  }

  private CookieText open(Access access, @Nullable UUID keyId, Client client) {
    OrgId orgId = access.orgId();
    CookieText cookie = CookieText.generate(orgId, ids.get(), random);
    Instant now = clock.instant();
    Credential credential = new Credential(Credential.Kind.CONSOLE_SESSION, cookie.id());
    sessions.begin(
        new ConsoleSession(
            orgId,
            cookie.id(),
            access.userId(),
            hash.of(cookie.secret()),
            keyId,
            now,
            now.plus(lifetime)),
        client.actor(access.caller(credential, access.permissions())));
    return cookie;
  }
}
