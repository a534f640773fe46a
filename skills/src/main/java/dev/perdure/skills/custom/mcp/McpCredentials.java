package dev.perdure.skills.custom.mcp;

import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.custom.SentSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows a server who asks, and knows what of that must not come back. */
record McpCredentials(McpAuth auth, McpTokens tokens) {

  /** The headers that say who asks; a token is fetched for them if need be. */
  Map<String, String> headers(McpUse use) {
    return auth.client() == null
        ? headers(use.context())
        : bearer(tokens.get(use, auth.client(), auth.secret(use.context())));
  }

  /** Those that can be had without asking anybody; empty when there are none. */
  Optional<Map<String, String>> known(SkillContext context) {
    return auth.client() == null
        ? Optional.of(headers(context))
        : tokens
            .known(context.orgId(), auth.client(), auth.secret(context))
            .map(McpCredentials::bearer);
  }

  /**
   * Forgets what its server does not take.
   *
   * @return whether another try may go better
   */
  boolean renewed(SkillContext context) {
    if (auth.client() == null) {
      return false;
    }
    tokens.forget(context.orgId(), auth.client(), auth.secret(context));
    return true;
  }

  /** What is sent, and must not come back. */
  SentSecrets sent(SkillContext context) {
    if (auth.type() == McpAuth.Type.none) {
      return SentSecrets.NONE;
    }
    String secret = auth.secret(context);
    List<String> values = new ArrayList<>(List.of(secret));
    if (auth.client() != null) {
      tokens.known(context.orgId(), auth.client(), secret).ifPresent(values::add);
    }
    return SentSecrets.of(values);
  }

  private Map<String, String> headers(SkillContext context) {
    return switch (auth.type()) {
      case none -> Map.of();
      case header -> Map.of(String.valueOf(auth.header()), auth.secret(context));
      case bearer, client_credentials -> bearer(auth.secret(context));
    };
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }
}
