package dev.perdure.api.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a configuration of {@code auth} says wrong; each line names the key. */
final class AuthProblems {

  /** Signatures that only the holder of a private key makes. */
  private static final Set<String> ALGORITHMS =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  private AuthProblems() {}

  static List<String> of(AuthConfig auth) {
    List<String> problems = new ArrayList<>();
    if (auth.oldPeppers().stream().anyMatch(old -> old.length() < AuthConfig.PEPPER_LENGTH)) {
      problems.add(
          "auth.oldPeppers must each have " + AuthConfig.PEPPER_LENGTH + " characters or more");
    }
    if (!auth.publicUrl().isEmpty() && !isOrigin(auth.publicUrl())) {
      problems.add("auth.publicUrl must be an address such as https://perdure.example.com");
    }
    if (auth.tokenDuration().compareTo(AuthConfig.LONGEST_TOKEN) > 0) {
      problems.add("auth.tokenLifetime must be one hour or less");
    }
    if (auth.rotationDuration().compareTo(AuthConfig.LONGEST_TOKEN.multipliedBy(2)) < 0) {
      problems.add("auth.keyRotation must be two hours or more");
    }
    Set<String> seen = new HashSet<>(Set.of(auth.tokenIssuer()));
    for (IssuerConfig issuer : auth.issuers()) {
      issuer(problems, issuer);
      if (!seen.add(issuer.issuer())) {
        problems.add("auth.issuers: " + issuer.issuer() + " is there twice");
      }
    }
    OidcConfig oidc = auth.oidc();
    if (oidc != null) {
      oidc(problems, oidc, auth.issuers());
    }
    return problems;
  }

  private static void issuer(List<String> problems, IssuerConfig issuer) {
    if (!safe(issuer.issuer())) {
      problems.add("auth.issuers.issuer must be an https address, or http on this machine");
    }
    if (issuer.algorithms().isEmpty() || !ALGORITHMS.containsAll(issuer.algorithms())) {
      problems.add(
          "auth.issuers.algorithms must be some of " + ALGORITHMS.stream().sorted().toList());
    }
    if (issuer.organization().isEmpty() == issuer.organizationClaim().isEmpty()) {
      problems.add("auth.issuers wants either organization or organizationClaim");
    }
  }

  private static void oidc(List<String> problems, OidcConfig oidc, List<IssuerConfig> issuers) {
    if (oidc.clientId().isEmpty()) {
      problems.add("auth.oidc.clientId is missing");
    }
    issuers.stream()
        .filter(issuer -> issuer.issuer().equals(oidc.issuer()))
        .findFirst()
        .ifPresentOrElse(
            issuer -> {
              if (issuer.audience().equals(oidc.clientId())) {
                problems.add(
                    "auth.issuers.audience must differ from auth.oidc.clientId, or ID tokens would"
                        + " pass for tokens of the API");
              }
            },
            () -> problems.add("auth.oidc.issuer must be one of auth.issuers"));
  }

  private static boolean isOrigin(String text) {
    return text.matches("https?://[a-z0-9.:\\[\\]-]+/?");
  }

  /** TLS, or a server on this machine. */
  private static boolean safe(String address) {
    try {
      URI uri = URI.create(address);
      return "https".equals(uri.getScheme())
          || ("http".equals(uri.getScheme())
              && Set.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(uri.getHost())));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
