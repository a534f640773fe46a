package dev.perdure.api.auth.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.perdure.api.auth.CallerPrincipal;
import java.net.InetAddress;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds whom a token stands for: first whose it says it is, then whether that is true. */
public final class TokenAuthenticator {

  /** The longest token that is read. */
  static final int MAX_LENGTH = 8192;

  /** Exactly this: the library passes over characters that don't belong there. */
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  private final OwnTokens own;
  private final Map<String, TrustedIssuer> issuers;

  public TokenAuthenticator(OwnTokens own, List<TrustedIssuer> issuers) {
    this.own = own;
    this.issuers =
        issuers.stream().collect(Collectors.toMap(TrustedIssuer::name, Function.identity()));
  }

  /**
   * The caller a token stands for; empty when it is not valid here.
   *
   * @param from where the request came from
   * @throws dev.perdure.core.error.PerdureException 503 while its issuer's keys can't be had
   */
  public Optional<CallerPrincipal> authenticate(String text, @Nullable InetAddress from) {
    return parse(text).flatMap(token -> authenticate(token, from));
  }

  private Optional<CallerPrincipal> authenticate(SignedJWT token, @Nullable InetAddress from) {
    String issuer = issuer(token);
    if (issuer.equals(own.name())) {
      return own.caller(token, from);
    }
    return Optional.ofNullable(issuers.get(issuer)).flatMap(trusted -> trusted.caller(token));
  }

  /** Reads a token whose form alone does not speak against it. */
  public static Optional<SignedJWT> parse(String text) {
    if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      SignedJWT token = SignedJWT.parse(text);
      JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
      // Who uses extensions we don't know means something we don't know.
      boolean plain = token.getHeader().getCriticalParams() == null;
      boolean asymmetric =
          JWSAlgorithm.Family.RSA.contains(algorithm) || JWSAlgorithm.Family.EC.contains(algorithm);
      return plain && asymmetric ? Optional.of(token) : Optional.empty();
    } catch (ParseException | RuntimeException _) {
      // The library is not prepared for everything a stranger can write.
      return Optional.empty();
    }
  }

  private static String issuer(SignedJWT token) {
    try {
      JWTClaimsSet claims = token.getJWTClaimsSet();
      return claims == null || claims.getIssuer() == null ? "" : claims.getIssuer();
    } catch (ParseException | RuntimeException _) {
      return "";
    }
  }
}
