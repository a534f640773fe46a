package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An OIDC issuer whose tokens are taken, and what its claims mean here. A claim is named by its
 * name, or by a path such as {@code realm_access.roles}.
 *
 * @param issuer its address, exactly as in {@code iss}; its keys are found from there
 * @param audience what must stand in {@code aud} of a token for the API; empty to take none, and
 *     let people sign in to the console only
 * @param algorithms signature algorithms that are taken
 * @param organization the slug of the one organization its users belong to; empty to read it from
 *     {@code organizationClaim}
 * @param organizationClaim holds an organization's slug or id
 * @param organizations what that claim holds, by slug; when not empty, nothing else is taken
 * @param userClaim who it is, for ever the same
 * @param emailClaim their address; counts only when {@code email_verified} is true
 * @param nameClaim what they are called
 * @param rolesClaim their roles there; empty for none
 * @param roles role here by role there; the first that fits in the order written
 * @param defaultRole the role of a new user for whom none fits; empty to refuse them
 * @param newUsers what becomes of users who were never here
 * @param scopesClaim the permissions a token is narrowed to; empty for no narrowing
 */
public record IssuerConfig(
    String issuer,
    String audience,
    List<String> algorithms,
    String organization,
    String organizationClaim,
    Map<String, String> organizations,
    String userClaim,
    String emailClaim,
    String nameClaim,
    String rolesClaim,
    Map<String, String> roles,
    String defaultRole,
    NewUsers newUsers,
    String scopesClaim) {

  /** What becomes of users who were never here. */
  public enum NewUsers {
    /** They are refused. */
    REFUSE,
    /** They become the user with their verified address, if an administrator made one. */
    INVITED,
    /** The same, and without one they become a user of their own. */
    CREATE
  }

  public IssuerConfig {
    algorithms = List.copyOf(algorithms);
    organizations = Map.copyOf(organizations);
    roles = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(roles));
  }

  @JsonCreator
  static IssuerConfig of(
      @JsonProperty("issuer") @Nullable String issuer,
      @JsonProperty("audience") @Nullable String audience,
      @JsonProperty("algorithms") @Nullable List<String> algorithms,
      @JsonProperty("organization") @Nullable String organization,
      @JsonProperty("organizationClaim") @Nullable String organizationClaim,
      @JsonProperty("organizations") @Nullable Map<String, String> organizations,
      @JsonProperty("userClaim") @Nullable String userClaim,
      @JsonProperty("emailClaim") @Nullable String emailClaim,
      @JsonProperty("nameClaim") @Nullable String nameClaim,
      @JsonProperty("rolesClaim") @Nullable String rolesClaim,
      @JsonProperty("roles") @Nullable Map<String, String> roles,
      @JsonProperty("defaultRole") @Nullable String defaultRole,
      @JsonProperty("newUsers") @Nullable NewUsers newUsers,
      @JsonProperty("scopesClaim") @Nullable String scopesClaim) {
    return new IssuerConfig(
        Defaults.or(issuer, ""),
        Defaults.or(audience, ""),
        Defaults.or(algorithms, List.of("RS256")),
        Defaults.or(organization, ""),
        Defaults.or(organizationClaim, ""),
        Defaults.or(organizations, Map.of()),
        Defaults.text(userClaim, "sub"),
        Defaults.text(emailClaim, "email"),
        Defaults.text(nameClaim, "name"),
        Defaults.or(rolesClaim, ""),
        Defaults.or(roles, Map.of()),
        Defaults.or(defaultRole, ""),
        Defaults.or(newUsers, NewUsers.INVITED),
        Defaults.or(scopesClaim, ""));
  }
}
