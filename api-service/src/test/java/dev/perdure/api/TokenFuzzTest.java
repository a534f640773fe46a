package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.perdure.api.cli.Provisioner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever is done to a token, key or cookie, the answer is 401 with a problem. */
class TokenFuzzTest {

  private static final int CASES = 250;
  private static final long SEED = 20261122;

  private final TestService service = TestService.get();
  private final String slug = "org-" + UUID.randomUUID();
  private final Provisioner.Result owner = service.provision(slug);
  private final Random random = new Random(SEED);

  @Test
  void brokenCredentialsAreRefusedAndNeverAnError() {
    JWTClaimsSet claims =
        service.oidc.claims("fuzz", TestService.AUDIENCE).claim("org", slug).build();
    String own = service.client(owner).post("/v1/tokens", "").expect(201).string("access_token");
    List<String> good =
        List.of(service.oidc.token(claims), own, service.oidc.token(claims), owner.apiKey());
    for (String each : good) {
      service.clientWith(each).get("/v1/me").expect(200);
    }
    for (int i = 0; i < CASES; i++) {
      String victim = good.get(random.nextInt(good.size()));
      String broken = broken(victim, good.get(random.nextInt(2)));
      if (!same(victim, broken) && !broken.isBlank()) {
        Answer answer = service.clientWith(broken).get("/v1/me");
        assertThat(answer.status()).as("case %d: %s", i, broken).isEqualTo(401);
        answer.problem(401, "credentials_invalid");
      }
    }
  }

  private String broken(String token, String other) {
    String[] parts = token.split("\\.", -1);
    return switch (parts.length == 3 ? random.nextInt(9) : random.nextInt(3)) {
      case 0 -> flipped(token);
      case 1 -> token.substring(0, random.nextInt(token.length()));
      case 2 -> inserted(token);
      case 3 -> parts[1] + "." + parts[0] + "." + parts[2];
      case 4 -> parts[0] + "." + parts[1] + "." + other.split("\\.", -1)[2] + "A";
      case 5 -> header(parts, "{\"alg\":\"none\"}");
      case 6 -> header(parts, "{\"alg\":\"" + algorithm() + "\",\"kid\":\"../../etc/passwd\"}");
      case 7 -> header(parts, garbage());
      default -> parts[0] + "." + encoded(garbage()) + "." + parts[2];
    };
  }

  private String flipped(String token) {
    int at = random.nextInt(token.length());
    // Visible characters only: a header takes no others.
    char now = (char) ('!' + random.nextInt(94));
    return token.substring(0, at) + now + token.substring(at + 1);
  }

  private String inserted(String token) {
    int at = random.nextInt(token.length());
    return token.substring(0, at)
        + List.of(".", "..", "=", "%00", "A".repeat(3000), "\"", "{}").get(random.nextInt(7))
        + token.substring(at);
  }

  private String algorithm() {
    return List.of("HS256", "RS512", "ES256", "PS256", "EdDSA", "ES256K", "NONE", "")
        .get(random.nextInt(8));
  }

  private String garbage() {
    return List.of(
            "",
            "null",
            "[]",
            "{",
            "{\"iss\":7}",
            "{\"iss\":null,\"exp\":\"x\"}",
            "{\"iss\":\"perdure\",\"sub\":[]}",
            "{\"iss\":\"" + service.oidc.issuer() + "\"}",
            "[".repeat(2000),
            "{\"a\":".repeat(500),
            "{\"exp\":1e400}",
            "\u0000\uFFFF")
        .get(random.nextInt(12));
  }

  private static String header(String[] parts, String header) {
    return encoded(header) + "." + parts[1] + "." + parts[2];
  }

  /** The last character of a part may hold bits that mean nothing. */
  private static boolean same(String token, String broken) {
    String[] one = token.split("\\.", -1);
    String[] two = broken.split("\\.", -1);
    if (one.length != 3 || two.length != 3 || !one[0].equals(two[0]) || !one[1].equals(two[1])) {
      return token.equals(broken);
    }
    try {
      return Arrays.equals(
          Base64.getUrlDecoder().decode(one[2]), Base64.getUrlDecoder().decode(two[2]));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
