package dev.perdure.core.port;

import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users as OIDC issuers know them: by a subject, which is the issuer, a space, and its name. */
public interface TokenUsers {

  /** What the user with a subject may do; empty when unknown, disabled, or suspended. */
  Optional<Access> find(OrgId orgId, String subject);

  /**
   * Lets somebody in who is not known yet: as the user with their address whom nobody has claimed,
   * else, if wanted, as a user of their own. Empty when neither, or when they are known and
   * disabled.
   */
  Optional<Access> admit(OrgId orgId, Newcomer newcomer);

  /**
   * Gives a user the role that a token says, unless a younger token has said another, or the
   * organization would have no active owner left. Answers what they may do then.
   */
  Optional<Access> follow(OrgId orgId, String subject, String role, Instant issuedAt);

  /**
   * Takes back the role that a token once gave, when a younger one gives none. A role that was
   * given here stays.
   *
   * @param instead the role they have then; null for none: they may not come in
   */
  Optional<Access> withdraw(
      OrgId orgId, String subject, @Nullable String instead, Instant issuedAt);

  /**
   * Somebody a token tells of.
   *
   * @param email an address that the issuer has verified
   * @param role the role of a user of their own; null to make none
   * @param issuedAt when the token was issued that says so
   */
  record Newcomer(
      String subject,
      @Nullable String email,
      String name,
      @Nullable String role,
      Instant issuedAt) {}
}
