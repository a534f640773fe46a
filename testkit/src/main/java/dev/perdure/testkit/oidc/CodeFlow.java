package dev.perdure.testkit.oidc;

import com.sun.net.httpserver.HttpExchange;
import dev.perdure.testkit.internal.HttpHost;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Authorization code with PKCE. Whoever comes is signed in at once; the client is not spared: a
 * code counts once, for the client and address it was made for, with the right verifier and secret.
 */
public final class CodeFlow {

  private final String secret;
  private final Function<Map<String, String>, String> idToken;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

  /**
   * @param secret of the client
   * @param idToken makes the ID token of what was asked at the authorization endpoint
   */
  public CodeFlow(String secret, Function<Map<String, String>, String> idToken) {
    this.secret = secret;
    this.idToken = idToken;
  }

  /** The authorization endpoint: leads straight back with a code. */
  public void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
    if (!"S256".equals(asked.get("code_challenge_method")) || !asked.containsKey("state")) {
      HttpHost.respond(exchange, 400, Map.of("error", "invalid_request"));
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri")
                + "?code="
                + code
                + "&state="
                + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  /** The token endpoint. */
  public void token(HttpExchange exchange) throws IOException {
    Map<String, String> shown = fields(HttpHost.body(exchange));
    Map<String, String> asked = codes.remove(String.valueOf(shown.get("code")));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (asked == null || !right(asked, shown, authorization)) {
      HttpHost.respond(exchange, 400, Map.of("error", "invalid_grant"));
      return;
    }
    HttpHost.respond(
        exchange,
        200,
        Map.of("access_token", "none", "token_type", "Bearer", "id_token", idToken.apply(asked)));
  }

  private boolean right(
      Map<String, String> asked, Map<String, String> shown, @Nullable String authorization) {
    String verifier = shown.getOrDefault("code_verifier", "");
    return Objects.equals(asked.get("redirect_uri"), shown.get("redirect_uri"))
        && challenge(verifier).equals(asked.get("code_challenge"))
        && credentials(asked.getOrDefault("client_id", "")).equals(authorization);
  }

  private String credentials(String client) {
    // Both are written as in a form before they are joined (RFC 6749, 2.3.1).
    String pair =
        URLEncoder.encode(client, StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> fields(String form) {
    return Arrays.stream(form.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                (first, second) -> second));
  }
}
