package dev.perdure.api.auth.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer tells of itself (OIDC discovery).
 *
 * @param authorization where people sign in; null when nobody can
 * @param token where a code becomes a token; the same
 * @param basic whether a client shows its secret in a header, else in the form
 */
public record Metadata(URI keys, @Nullable URI authorization, @Nullable URI token, boolean basic) {

  static Metadata discover(IssuerHttp http, String issuer) throws IOException {
    String base = issuer.endsWith("/") ? issuer : issuer + "/";
    try {
      Map<String, Object> told =
          JSONObjectUtils.parse(http.get(URI.create(base + ".well-known/openid-configuration")));
      // Somebody else's description must not stand for this issuer.
      if (!issuer.equals(told.get("issuer"))) {
        throw new IOException(issuer + " describes itself as another issuer");
      }
      URI keys = uri(told, "jwks_uri");
      if (keys == null) {
        throw new IOException(issuer + " names no jwks_uri");
      }
      List<String> ways =
          JSONObjectUtils.getStringList(told, "token_endpoint_auth_methods_supported");
      return new Metadata(
          keys,
          uri(told, "authorization_endpoint"),
          uri(told, "token_endpoint"),
          ways == null || ways.contains("client_secret_basic"));
    } catch (ParseException | IllegalArgumentException e) {
      throw new IOException("the description of " + issuer + " can't be read", e);
    }
  }

  private static @Nullable URI uri(Map<String, Object> told, String name) throws ParseException {
    return JSONObjectUtils.getURI(told, name);
  }
}
