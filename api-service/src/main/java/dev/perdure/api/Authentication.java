package dev.perdure.api;

import dev.perdure.api.auth.AuthFeature;
import dev.perdure.api.auth.CallerAuthenticator;
import dev.perdure.api.auth.KeyAuthenticator;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.Seal;
import dev.perdure.api.auth.Standing;
import dev.perdure.api.auth.console.ConsoleCookie;
import dev.perdure.api.auth.console.ConsoleGuard;
import dev.perdure.api.auth.console.ConsoleLogins;
import dev.perdure.api.auth.console.OwnAddress;
import dev.perdure.api.auth.oidc.OidcLogin;
import dev.perdure.api.auth.token.IssuerHttp;
import dev.perdure.api.auth.token.IssuerUsers;
import dev.perdure.api.auth.token.OwnTokens;
import dev.perdure.api.auth.token.RecentAccess;
import dev.perdure.api.auth.token.SigningKeeper;
import dev.perdure.api.auth.token.TokenAuthenticator;
import dev.perdure.api.auth.token.TrustedIssuer;
import dev.perdure.api.body.SignInMethods;
import dev.perdure.api.config.AuthConfig;
import dev.perdure.api.resources.OidcResource;
import dev.perdure.api.resources.SignInResource;
import dev.perdure.api.resources.TokensResource;
import dev.perdure.api.service.TokenService;
import dev.perdure.store.Ids;
import dev.perdure.store.Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may come in, and how: keys, tokens, the console's cookie. */
final class Authentication {

  final KeyAuthenticator keys;
  final SigningKeeper signingKeys;
  final IssuerHttp issuerHttp = new IssuerHttp();

  private final AuthConfig config;
  private final Store store;
  private final OwnAddress address;
  private final ConsoleCookie cookie;
  private final ConsoleGuard guard;
  private final ConsoleLogins logins;
  private final OwnTokens ownTokens;
  private final List<TrustedIssuer> issuers;
  private final Optional<OidcLogin> oidc;

  Authentication(AuthConfig config, Store store) {
    this.config = config;
    this.store = store;
    Clock clock = Clock.systemUTC();
    KeyHash hash = new KeyHash(config.pepper(), config.oldPeppers());
    keys = new KeyAuthenticator(store.identities(), hash, clock, config.cacheDuration());
    address = new OwnAddress(config.publicAddress());
    cookie = ConsoleCookie.session(address);
    guard = new ConsoleGuard(address);
    logins =
        new ConsoleLogins(
            store.consoleSessions(),
            keys,
            hash,
            Ids.timeOrdered(),
            clock,
            config.sessionDuration(),
            config.idleDuration());
    signingKeys =
        new SigningKeeper(
            store.signingKeys(),
            seal(config, SigningKeeper.SEAL),
            clock,
            config.rotationDuration());
    ownTokens =
        new OwnTokens(
            config.tokenIssuer(),
            signingKeys,
            new RecentAccess(store.identities(), config.cacheDuration()),
            keys,
            clock);
    IssuerUsers users =
        new IssuerUsers(store.tokenUsers(), store.tenants(), config.cacheDuration());
    issuers =
        config.issuers().stream()
            .map(issuer -> new TrustedIssuer(issuer, issuerHttp, users, clock))
            .toList();
    oidc =
        Optional.ofNullable(config.oidc())
            .map(client ->
                new OidcLogin(
                    client, issuer(client.issuer()), issuerHttp, seal(config, "logins"), clock));
  }

  private static Seal seal(AuthConfig config, String purpose) {
    return new Seal(config.pepper(), config.oldPeppers(), purpose);
  }

  /** What stands before every route. */
  AuthFeature feature() {
    return new AuthFeature(
        new CallerAuthenticator(keys, new TokenAuthenticator(ownTokens, issuers), logins),
        cookie,
        guard);
  }

  /** Whether who was let in would be let in again. */
  Standing standing() {
    return new Standing(keys, store.identities(), logins, Clock.systemUTC());
  }

  /** The routes for signing in, and for tokens. */
  List<Object> resources() {
    List<Object> resources = new ArrayList<>();
    resources.add(new SignInResource(methods(), logins, cookie, guard));
    resources.add(
        new TokensResource(new TokenService(ownTokens, keys, logins, config.tokenDuration())));
    oidc.ifPresent(login ->
        resources.add(
            new OidcResource(login, logins, cookie, ConsoleCookie.login(address), address)));
    return resources;
  }

  private SignInMethods methods() {
    return new SignInMethods(
        true,
        oidc.map(login -> new SignInMethods.Provider(login.name(), OidcResource.BEGIN))
            .orElse(null));
  }

  private TrustedIssuer issuer(String name) {
    return issuers.stream()
        .filter(issuer -> issuer.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("auth.oidc.issuer must be one of issuers"));
  }
}
