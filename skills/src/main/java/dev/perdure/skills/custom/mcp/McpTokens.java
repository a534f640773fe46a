package dev.perdure.skills.custom.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.net.OutboundResponse;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.text.Sha256;
import dev.perdure.skills.internal.RetryAfter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens by OAuth 2's client credentials grant (RFC 6749, 4.4). Each is kept in memory until it
 * ends, for one organization, client and secret. Two calls at once may both ask for one: nothing is
 * locked while somebody is asked.
 */
final class McpTokens {

  private static final int MOST_KEPT = 1_000;
  private static final int MOST_BYTES = 64 * 1024;
  private static final long USUAL_SECONDS = 300;
  private static final long MOST_SECONDS = 86_400;

  /** One that is about to end is not used: it has to hold until it is looked at. */
  private static final Duration EARLY = Duration.ofSeconds(30);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whose token; the secret by its hash, for another one is another client. */
  private record Key(OrgId orgId, McpAuth.Client client, String secret) {}

  private record Token(String value, long end) {}

  private final Map<Key, Token> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** The token that is kept, if it holds. */
  synchronized Optional<String> known(OrgId orgId, McpAuth.Client client, String secret) {
    return Optional.ofNullable(kept.get(key(orgId, client, secret)))
        .filter(token -> System.nanoTime() < token.end())
        .map(Token::value);
  }

  /**
   * A token that holds, fetched if need be.
   *
   * @throws McpFailure when there is none to be had; nothing was asked of the MCP server
   */
  String get(McpUse use, McpAuth.Client client, String secret) {
    OrgId orgId = use.context().orgId();
    return known(orgId, client, secret)
        .orElseGet(() -> {
          Token token = fetch(use, client, secret);
          keep(key(orgId, client, secret), token);
          return token.value();
        });
  }

  /** Forgets a token that its server does not take. */
  synchronized void forget(OrgId orgId, McpAuth.Client client, String secret) {
    kept.remove(key(orgId, client, secret));
  }

  private synchronized void keep(Key key, Token token) {
    kept.put(key, token);
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  private static Key key(OrgId orgId, McpAuth.Client client, String secret) {
    return new Key(orgId, client, Sha256.hex(secret));
  }

  private static Token fetch(McpUse use, McpAuth.Client client, String secret) {
    String form =
        "grant_type=client_credentials"
            + (client.scope().isEmpty() ? "" : "&scope=" + encoded(client.scope()));
    String shown = encoded(client.id()) + ":" + encoded(secret);
    OutboundResponse answer =
        use.http()
            .send(
                OutboundRequest.post(
                        client.tokenUrl(),
                        "application/x-www-form-urlencoded",
                        form.getBytes(StandardCharsets.UTF_8))
                    .withHeader("Accept", "application/json")
                    .withHeader(
                        "Authorization",
                        "Basic "
                            + Base64.getEncoder()
                                .encodeToString(shown.getBytes(StandardCharsets.UTF_8)))
                    .withLimits(
                        OutboundLimits.DEFAULT
                            .withDeadline(use.left())
                            .withMaxBytes(MOST_BYTES)
                            .withMaxRedirects(0)));
    int status = answer.status();
    String says = "The token URL answers " + status;
    if (status == 429 || status == 408 || status >= 500) {
      throw McpFailure.busy(says + ".", RetryAfter.of(answer.header("retry-after")));
    }
    if (status != 200) {
      throw McpFailure.refused("mcp_no_token", says + ": it gives the client no token.");
    }
    return token(answer);
  }

  private static Token token(OutboundResponse answer) {
    JsonNode said;
    try {
      said = JSON.readTree(answer.body());
    } catch (IOException e) {
      throw noToken();
    }
    String value = said.path("access_token").asText("");
    boolean bearer = said.path("token_type").asText("").equalsIgnoreCase("bearer");
    if (!bearer || !value.matches("[!-~]{1,8192}")) {
      throw noToken();
    }
    long seconds = Math.clamp(said.path("expires_in").asLong(USUAL_SECONDS), 2, MOST_SECONDS);
    Duration holds = Duration.ofSeconds(seconds);
    Duration used =
        holds.compareTo(EARLY.multipliedBy(2)) > 0 ? holds.minus(EARLY) : holds.dividedBy(2);
    return new Token(value, System.nanoTime() + used.toNanos());
  }

  private static McpFailure noToken() {
    return McpFailure.refused(
        "mcp_no_token", "The token URL answers with what is no bearer token.");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
