package dev.perdure.api.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.perdure.api.config.IssuerConfig;
import dev.perdure.api.config.IssuerConfig.NewUsers;
import dev.perdure.core.port.TenantStore;
import dev.perdure.core.port.TokenUsers;
import dev.perdure.core.port.TokenUsers.Newcomer;
import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user here that an issuer's claims tell of. Found again for a moment without asking the
 * database; a user who is disabled is refused as soon as that moment has passed.
 */
public final class IssuerUsers {

  private static final int REMEMBERED = 10_000;
  private static final int LONGEST_NAME = 200;
  private static final Duration SLUGS = Duration.ofSeconds(30);

  private final TokenUsers users;
  private final TenantStore tenants;
  private final Cache<String, OrgId> slugs =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(SLUGS).build();
  private final Cache<Subject, Seen> recent;

  public IssuerUsers(TokenUsers users, TenantStore tenants, Duration cacheTime) {
    this.users = users;
    this.tenants = tenants;
    this.recent = Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(cacheTime).build();
  }

  /** What the user may do; empty when there is none who may come in. */
  Optional<Access> access(IssuerConfig issuer, JWTClaimsSet claims) {
    Optional<String> name = Claims.text(claims, issuer.userClaim());
    Optional<OrgId> orgId = organization(issuer, claims);
    if (name.isEmpty() || orgId.isEmpty() || name.get().length() > LONGEST_NAME) {
      return Optional.empty();
    }
    Subject subject = new Subject(orgId.get(), issuer.issuer() + " " + name.get());
    String role = role(issuer, claims);
    Seen known = recent.getIfPresent(subject);
    if (known != null && known.settles(role)) {
      return Optional.of(known.access());
    }
    Optional<Access> found = find(subject, issuer, claims, role);
    found.ifPresent(access -> recent.put(subject, new Seen(access, role)));
    return found;
  }

  private Optional<Access> find(
      Subject subject, IssuerConfig issuer, JWTClaimsSet claims, @Nullable String role) {
    Instant issued = claims.getIssueTime().toInstant();
    Optional<Access> found = users.find(subject.orgId(), subject.text());
    if (found.isEmpty() && issuer.newUsers() != NewUsers.REFUSE) {
      found = users.admit(subject.orgId(), newcomer(subject, issuer, claims, role, issued));
    }
    if (found.isPresent() && role == null && !issuer.rolesClaim().isEmpty()) {
      String instead = issuer.defaultRole().isEmpty() ? null : issuer.defaultRole();
      return users.withdraw(subject.orgId(), subject.text(), instead, issued);
    }
    // The roles there rule the roles here, where they are mapped.
    return found.isPresent() && role != null && !role.equals(found.get().role())
        ? users.follow(subject.orgId(), subject.text(), role, issued)
        : found;
  }

  private static Newcomer newcomer(
      Subject subject,
      IssuerConfig issuer,
      JWTClaimsSet claims,
      @Nullable String role,
      Instant issued) {
    Optional<String> email = Claims.text(claims, issuer.emailClaim());
    boolean verified = Boolean.TRUE.equals(claims.getClaim("email_verified"));
    String name =
        Claims.text(claims, issuer.nameClaim()).or(() -> email).orElse(claims.getSubject());
    String given = role == null && !issuer.defaultRole().isEmpty() ? issuer.defaultRole() : role;
    return new Newcomer(
        subject.text(),
        verified ? email.orElse(null) : null,
        name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name,
        issuer.newUsers() == NewUsers.CREATE ? given : null,
        issued);
  }

  /** The first mapped role, in the order of the configuration. */
  private static @Nullable String role(IssuerConfig issuer, JWTClaimsSet claims) {
    if (issuer.rolesClaim().isEmpty()) {
      return null;
    }
    List<String> there = Claims.texts(claims, issuer.rolesClaim());
    for (Map.Entry<String, String> role : issuer.roles().entrySet()) {
      if (there.contains(role.getKey())) {
        return role.getValue();
      }
    }
    return null;
  }

  private Optional<OrgId> organization(IssuerConfig issuer, JWTClaimsSet claims) {
    if (!issuer.organization().isEmpty()) {
      return bySlug(issuer.organization());
    }
    List<String> named = Claims.texts(claims, issuer.organizationClaim());
    if (named.size() != 1) {
      return Optional.empty();
    }
    if (!issuer.organizations().isEmpty()) {
      return Optional.ofNullable(issuer.organizations().get(named.getFirst()))
          .flatMap(this::bySlug);
    }
    return byId(named.getFirst()).or(() -> bySlug(named.getFirst()));
  }

  private Optional<OrgId> bySlug(String slug) {
    OrgId known = slugs.getIfPresent(slug);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<OrgId> found = tenants.findOrganization(slug);
    found.ifPresent(orgId -> slugs.put(slug, orgId));
    return found;
  }

  private static Optional<OrgId> byId(String text) {
    try {
      OrgId orgId = OrgId.of(text);
      return orgId.toString().equals(text) ? Optional.of(orgId) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * What a user may do, and the role the token said; theirs may be another.
   *
   * @param claimed absent when the token said none
   */
  private record Seen(Access access, @Nullable String claimed) {

    boolean settles(@Nullable String role) {
      return role == null || role.equals(access.role()) || role.equals(claimed);
    }
  }

  /** Somebody at an issuer, in an organization. */
  private record Subject(OrgId orgId, String text) {}
}
