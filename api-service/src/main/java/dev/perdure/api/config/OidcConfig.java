package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Signing in to the console at an OIDC provider.
 *
 * @param issuer one of {@code auth.issuers}
 * @param clientId what the provider calls this service
 * @param clientSecret empty for a public client
 * @param name what the console calls the provider
 * @param scopes what is asked for
 */
public record OidcConfig(
    String issuer, String clientId, String clientSecret, String name, String scopes) {

  @JsonCreator
  static OidcConfig of(
      @JsonProperty("issuer") @Nullable String issuer,
      @JsonProperty("clientId") @Nullable String clientId,
      @JsonProperty("clientSecret") @Nullable String clientSecret,
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("scopes") @Nullable String scopes) {
    return new OidcConfig(
        Defaults.or(issuer, ""),
        Defaults.or(clientId, ""),
        Defaults.or(clientSecret, ""),
        Defaults.text(name, "OIDC"),
        Defaults.text(scopes, "openid profile email"));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OidcConfig[issuer=" + issuer + ", clientId=" + clientId + "]";
  }
}
