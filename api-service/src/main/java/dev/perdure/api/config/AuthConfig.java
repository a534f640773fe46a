package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, and how they show it.
 *
 * @param pepper the secret under which the hashes of keys and console sessions are kept, and the
 *     keys that sign our own tokens are sealed; the same on every server; empty only where no
 *     server role is
 * @param oldPeppers others under which hashes and seals are still known
 * @param cacheTime how long a key or user that was found is not looked up again
 * @param publicUrl where people reach the console, such as {@code https://perdure.example.com};
 *     empty to take it from each request
 * @param issuers OIDC issuers whose tokens are taken
 * @param oidc where people sign in to the console; null for API keys alone
 * @param tokenIssuer the {@code iss} of our own tokens
 * @param tokenLifetime how long our own tokens last when a request does not say
 * @param keyRotation how often the key that signs our own tokens is renewed
 * @param sessionLifetime after which people sign in to the console again
 * @param sessionIdle after which they do when they did nothing
 */
public record AuthConfig(
    String pepper,
    List<String> oldPeppers,
    Duration cacheTime,
    String publicUrl,
    List<IssuerConfig> issuers,
    @Nullable OidcConfig oidc,
    String tokenIssuer,
    Duration tokenLifetime,
    Duration keyRotation,
    Duration sessionLifetime,
    Duration sessionIdle) {

  /** The shortest pepper that is taken. */
  public static final int PEPPER_LENGTH = 32;

  /** The longest a token of our own lasts. */
  public static final java.time.Duration LONGEST_TOKEN = java.time.Duration.ofHours(1);

  public AuthConfig {
    oldPeppers = List.copyOf(oldPeppers);
    issuers = List.copyOf(issuers);
  }

  @JsonCreator
  static AuthConfig of(
      @JsonProperty("pepper") @Nullable String pepper,
      @JsonProperty("oldPeppers") @Nullable List<String> oldPeppers,
      @JsonProperty("cacheTime") @Nullable Duration cacheTime,
      @JsonProperty("publicUrl") @Nullable String publicUrl,
      @JsonProperty("issuers") @Nullable List<IssuerConfig> issuers,
      @JsonProperty("oidc") @Nullable OidcConfig oidc,
      @JsonProperty("tokenIssuer") @Nullable String tokenIssuer,
      @JsonProperty("tokenLifetime") @Nullable Duration tokenLifetime,
      @JsonProperty("keyRotation") @Nullable Duration keyRotation,
      @JsonProperty("sessionLifetime") @Nullable Duration sessionLifetime,
      @JsonProperty("sessionIdle") @Nullable Duration sessionIdle) {
    return new AuthConfig(
        Defaults.or(pepper, "").strip(),
        Defaults.or(oldPeppers, List.<String>of()).stream().map(String::strip).toList(),
        Defaults.or(cacheTime, Duration.milliseconds(500)),
        Defaults.or(publicUrl, "").strip(),
        Defaults.or(issuers, List.of()),
        oidc,
        Defaults.text(tokenIssuer, "perdure"),
        Defaults.positive("auth.tokenLifetime", Defaults.or(tokenLifetime, Duration.minutes(15))),
        Defaults.positive("auth.keyRotation", Defaults.or(keyRotation, Duration.days(30))),
        Defaults.positive("auth.sessionLifetime", Defaults.or(sessionLifetime, Duration.hours(12))),
        Defaults.positive("auth.sessionIdle", Defaults.or(sessionIdle, Duration.minutes(60))));
  }

  /** The time in Java's own words. */
  public java.time.Duration cacheDuration() {
    return Defaults.java(cacheTime);
  }

  /** The public address; empty when it is to be taken from each request. */
  public Optional<URI> publicAddress() {
    return publicUrl.isEmpty() ? Optional.empty() : Optional.of(URI.create(publicUrl));
  }

  /** How long a token lasts, in Java's own words. */
  public java.time.Duration tokenDuration() {
    return Defaults.java(tokenLifetime);
  }

  /** How often the signing key is renewed, in Java's own words. */
  public java.time.Duration rotationDuration() {
    return Defaults.java(keyRotation);
  }

  /** How long a console session lasts, in Java's own words. */
  public java.time.Duration sessionDuration() {
    return Defaults.java(sessionLifetime);
  }

  /** How long it may go unused, in Java's own words. */
  public java.time.Duration idleDuration() {
    return Defaults.java(sessionIdle);
  }

  /** Without the peppers and the client's secret. */
  @Override
  public String toString() {
    return "AuthConfig[publicUrl=" + publicUrl + ", issuers=" + issuers + "]";
  }
}
