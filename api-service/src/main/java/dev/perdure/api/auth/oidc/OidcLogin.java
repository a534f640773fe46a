package dev.perdure.api.auth.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.perdure.api.auth.Seal;
import dev.perdure.api.auth.token.IssuerHttp;
import dev.perdure.api.auth.token.Metadata;
import dev.perdure.api.auth.token.TokenAuthenticator;
import dev.perdure.api.auth.token.TrustedIssuer;
import dev.perdure.api.config.OidcConfig;
import dev.perdure.core.tenant.Access;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads a person to the OIDC provider and understands what they bring back. */
public final class OidcLogin {

  private static final Logger LOG = LoggerFactory.getLogger(OidcLogin.class);

  private final OidcConfig config;
  private final TrustedIssuer issuer;
  private final IssuerHttp http;
  private final Seal seal;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public OidcLogin(
      OidcConfig config, TrustedIssuer issuer, IssuerHttp http, Seal seal, Clock clock) {
    this.config = config;
    this.issuer = issuer;
    this.http = http;
    this.seal = seal;
    this.clock = clock;
  }

  /** What the console calls the provider. */
  public String name() {
    return config.name();
  }

  /** How long a person may take at the provider. */
  public Duration patience() {
    return Pending.LIFETIME;
  }

  /**
   * Begins a login.
   *
   * @param callback where the provider leads back to
   * @param next the page to lead to in the end
   * @throws IOException while the provider can't be asked where people sign in
   */
  public Begun begin(String callback, String next) throws IOException {
    URI authorization = issuer.metadata().authorization();
    if (authorization == null) {
      throw new IOException(issuer.name() + " names no authorization_endpoint");
    }
    Pending pending = Pending.begin(next, random, clock.instant());
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", config.clientId());
    query.put("redirect_uri", callback);
    query.put("scope", config.scopes());
    query.put("state", pending.state());
    query.put("nonce", pending.nonce());
    query.put("code_challenge", pending.challenge());
    query.put("code_challenge_method", "S256");
    String separator = authorization.getRawQuery() == null ? "?" : "&";
    return new Begun(URI.create(authorization + separator + form(query)), pending.sealed(seal));
  }

  /** The page a login leads to that a browser kept; the start when it kept none. */
  public String next(@Nullable String kept) {
    return kept == null
        ? OwnPath.START
        : Pending.open(seal, kept, clock.instant()).map(Pending::next).orElse(OwnPath.START);
  }

  /**
   * Ends a login: the user whom the provider vouches for; empty when it does not, or when they may
   * not come in.
   *
   * @param kept what the browser that began has kept
   * @param from the provider's {@code iss}, if it says so
   * @throws IOException while the provider can't be asked
   */
  public Optional<Access> finish(
      String kept, String state, String code, @Nullable String from, String callback)
      throws IOException {
    Optional<Pending> pending =
        Pending.open(seal, kept, clock.instant()).filter(begun -> begun.isState(state));
    if (pending.isEmpty() || (from != null && !from.equals(issuer.name()))) {
      return Optional.empty();
    }
    String token;
    try {
      token = idToken(code, pending.get(), callback);
    } catch (IssuerHttp.RefusedException e) {
      LOG.info("a login was refused: {}", e.getMessage());
      return Optional.empty();
    }
    return TokenAuthenticator.parse(token)
        .flatMap(parsed -> issuer.verify(parsed, config.clientId()))
        .filter(claims -> isFor(claims, pending.get()))
        .flatMap(issuer::user);
  }

  private boolean isFor(JWTClaimsSet claims, Pending pending) {
    Object party = claims.getClaim("azp");
    boolean ours =
        party == null ? claims.getAudience().size() == 1 : config.clientId().equals(party);
    return ours && pending.nonce().equals(claims.getClaim("nonce"));
  }

  private String idToken(String code, Pending pending, String callback) throws IOException {
    Metadata metadata = issuer.metadata();
    if (metadata.token() == null) {
      throw new IOException(issuer.name() + " names no token_endpoint");
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", callback);
    form.put("code_verifier", pending.verifier());
    boolean basic = metadata.basic() && !config.clientSecret().isEmpty();
    if (!basic) {
      form.put("client_id", config.clientId());
      if (!config.clientSecret().isEmpty()) {
        form.put("client_secret", config.clientSecret());
      }
    }
    String[] headers = basic ? new String[] {"Authorization", credentials()} : new String[0];
    try {
      String token =
          JSONObjectUtils.getString(
              JSONObjectUtils.parse(http.post(metadata.token(), form(form), headers)), "id_token");
      return token == null ? "" : token;
    } catch (ParseException e) {
      throw new IOException(issuer.name() + " gave no token that can be read", e);
    }
  }

  private String credentials() {
    String pair = encoded(config.clientId()) + ":" + encoded(config.clientSecret());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * A login that began.
   *
   * @param address where the person is led
   * @param kept what the browser keeps until they are back
   */
  public record Begun(URI address, String kept) {

    /** Without what the browser keeps. */
    @Override
    public String toString() {
      return "Begun[" + address.getHost() + "]";
    }
  }
}
