package dev.perdure.api.auth.console;

import dev.perdure.core.tenant.OrgId;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the console's cookie holds: {@code <organization>.<session>.<secret>}. The organization
 * stands in it, so that a session is looked for among its organization's only.
 *
 * @param secret 256 bits in base64url
 */
public record CookieText(OrgId orgId, UUID id, String secret) {

  private static final int SECRET_BYTES = 32;
  private static final String UUID_FORM = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
  private static final Pattern FORM =
      Pattern.compile(UUID_FORM + "\\." + UUID_FORM + "\\.([A-Za-z0-9_-]{43})");

  /** A cookie with a fresh secret. */
  static CookieText generate(OrgId orgId, UUID id, SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new CookieText(
        orgId, id, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Reads a cookie; empty when it is none of ours. */
  static Optional<CookieText> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new CookieText(
                OrgId.of(matcher.group(1)), UUID.fromString(matcher.group(2)), matcher.group(3)))
        : Optional.empty();
  }

  /** As the browser keeps it. */
  public String text() {
    return orgId + "." + id + "." + secret;
  }

  /** Does not tell the secret. */
  @Override
  public String toString() {
    return orgId + "." + id + ".…";
  }
}
