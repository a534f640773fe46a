package dev.perdure.api.service;

import dev.perdure.api.auth.KeyAuthenticator;
import dev.perdure.api.auth.console.ConsoleLogins;
import dev.perdure.api.auth.token.OwnTokens;
import dev.perdure.api.body.NewToken;
import dev.perdure.api.body.TokenBody;
import dev.perdure.api.config.AuthConfig;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Permission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes tokens of our own. */
public final class TokenService {

  private static final int SHORTEST = 30;

  private final OwnTokens tokens;
  private final KeyAuthenticator keys;
  private final ConsoleLogins logins;
  private final Duration usual;

  /**
   * @param usual how long a token lasts when nothing is said
   */
  public TokenService(
      OwnTokens tokens, KeyAuthenticator keys, ConsoleLogins logins, Duration usual) {
    this.tokens = tokens;
    this.keys = keys;
    this.logins = logins;
    this.usual = usual;
  }

  /** A token for the caller. */
  public TokenBody create(Caller caller, NewToken wanted) {
    UUID keyId = keyBehind(caller);
    // A token must not stand in for a signature.
    if (keyId != null && keys.signed(keyId)) {
      throw forbidden(
          "key_must_sign", "Requests under this key must be signed, so it makes no tokens.");
    }
    Duration lifetime = lifetime(wanted.expiresIn());
    return TokenBody.of(
        tokens.mint(caller, keyId, scopes(caller, wanted.scopes()), lifetime), lifetime);
  }

  /** The API key with which a token ends; null when a provider vouches for the person. */
  private @Nullable UUID keyBehind(Caller caller) {
    UUID id = caller.credential().id();
    return switch (caller.credential().kind()) {
      case TOKEN ->
          throw forbidden(
              "token_from_token",
              "A token makes no other token. Use an API key or a console session.");
      case API_KEY -> id;
      case CONSOLE_SESSION -> logins.key(caller.orgId(), id);
    };
  }

  private Duration lifetime(@Nullable Integer seconds) {
    if (seconds == null) {
      return usual;
    }
    if (seconds < SHORTEST || seconds > AuthConfig.LONGEST_TOKEN.toSeconds()) {
      throw PerdureException.invalid(
          "invalid_lifetime", "expires_in must be 30 to 3600 seconds.", "/expires_in");
    }
    return Duration.ofSeconds(seconds);
  }

  private static Set<Permission> scopes(Caller caller, @Nullable List<String> names) {
    if (names == null) {
      return caller.permissions();
    }
    Set<Permission> scopes = EnumSet.noneOf(Permission.class);
    for (String name : names) {
      Permission scope =
          Permission.of(name)
              .orElseThrow(() ->
                  PerdureException.invalid(
                      "unknown_permission", "There is no such permission.", "/scopes"));
      if (!caller.permissions().contains(scope)) {
        throw forbidden(
            "permission_missing",
            "A token can't be given the permission " + name + ", which the caller lacks.");
      }
      scopes.add(scope);
    }
    return scopes;
  }

  private static PerdureException forbidden(String code, String message) {
    return new PerdureException(new PerdureError.Forbidden(code, message));
  }
}
