package dev.perdure.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perdure.testkit.internal.HttpHost;
import dev.perdure.testkit.oidc.CodeFlow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OIDC provider on loopback: discovery, keys that change, signing in by code. It signs whatever
 * it is told to, so that a test can have it lie.
 */
public final class OidcProvider implements AutoCloseable {

  /** The secret of every client. */
  public static final String CLIENT_SECRET = "the client's secret";

  private final HttpServer server;
  private final CodeFlow flow = new CodeFlow(CLIENT_SECRET, this::idToken);
  private final AtomicInteger keyRequests = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile RSAKey key = newKey();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean down;
  private volatile Map<String, Object> person = Map.of("sub", "nobody");

  private OidcProvider(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    server.createContext("/.well-known/openid-configuration", this::discovery);
    server.createContext("/keys", this::keys);
    server.createContext("/authorize", flow::authorize);
    server.createContext("/token", flow::token);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public static OidcProvider start() {
    return start(0);
  }

  /**
   * Starts one at a port.
   *
   * @param port 0 takes a free one
   */
  public static OidcProvider start(int port) {
    try {
      return new OidcProvider(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The {@code iss} of its tokens. */
  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The key that signs now; the only one that is published. */
  public RSAKey key() {
    return key;
  }

  /** Signs with another key from now on. */
  public void rotate() {
    key = newKey();
  }

  /** Lets everybody who asks for keys wait. */
  public void delay(Duration time) {
    delay = time;
  }

  /** Answers nothing but errors, or no longer so. */
  public void down(boolean now) {
    down = now;
  }

  /** How often its keys were asked for. */
  public int keyRequests() {
    return keyRequests.get();
  }

  /** Who signs in next, as claims of the ID token that go before the usual ones. */
  public void person(Map<String, Object> claims) {
    person = Map.copyOf(claims);
  }

  /** What a token of a person usually says. */
  public JWTClaimsSet.Builder claims(String subject, String audience) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .subject(subject)
        .audience(audience)
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)));
  }

  /** A token with the key that signs now. */
  public String token(JWTClaimsSet claims) {
    RSAKey current = key;
    try {
      return token(header(current.getKeyID()).build(), claims, new RSASSASigner(current));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token with any header and key. */
  public static String token(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The usual header. */
  public static JWSHeader.Builder header(String keyId) {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(keyId);
  }

  /** A key of the kind it signs with. */
  public static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048)
          .keyUse(KeyUse.SIGNATURE)
          .keyID(UUID.randomUUID().toString())
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }

  private String idToken(Map<String, String> asked) {
    JWTClaimsSet.Builder claims =
        claims("nobody", String.valueOf(asked.get("client_id"))).claim("nonce", asked.get("nonce"));
    person.forEach(claims::claim);
    return token(claims.build());
  }

  private void discovery(HttpExchange exchange) throws IOException {
    if (down) {
      HttpHost.respond(exchange, 500, Map.of());
      return;
    }
    HttpHost.respond(
        exchange,
        200,
        Map.of(
            "issuer", issuer(),
            "jwks_uri", issuer() + "/keys",
            "authorization_endpoint", issuer() + "/authorize",
            "token_endpoint", issuer() + "/token"));
  }

  private void keys(HttpExchange exchange) throws IOException {
    keyRequests.incrementAndGet();
    try {
      closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (down) {
      HttpHost.respond(exchange, 500, Map.of());
    } else {
      HttpHost.respond(exchange, 200, new JWKSet(key.toPublicJWK()).toString(true));
    }
  }
}
