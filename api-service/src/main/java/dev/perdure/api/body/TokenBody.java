package dev.perdure.api.body;

import dev.perdure.api.auth.token.OwnTokens.Minted;
import dev.perdure.core.tenant.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A token, told once.
 *
 * @param expiresIn seconds
 */
public record TokenBody(
    String accessToken, String tokenType, long expiresIn, Instant expiresAt, List<String> scopes) {

  public TokenBody {
    scopes = List.copyOf(scopes);
  }

  public static TokenBody of(Minted minted, Duration lifetime) {
    return new TokenBody(
        minted.text(),
        "Bearer",
        lifetime.toSeconds(),
        minted.expiresAt(),
        minted.scopes().stream().map(Permission::wireName).sorted().toList());
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "TokenBody[expiresAt=" + expiresAt + "]";
  }
}
