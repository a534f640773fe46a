import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends a signed request: {@code java Sign.java METHOD PATH [BODY]}
 *
 * <p>Wants PERDURE_URL, PERDURE_API_KEY and PERDURE_SIGNING_SECRET, and Java 17 or newer.
 */
public final class Sign {

  private static final HexFormat HEX = HexFormat.of();

  /** The Perdure-Signature header. {@code target}: path and query, escaped as they are sent. */
  static String signature(String secret, String method, String target, byte[] body)
      throws Exception {
    long t = Instant.now().getEpochSecond();
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String n = HEX.formatHex(random);
    String digest = HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    String canonical = String.join("\n", method, target, digest, Long.toString(t), n);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String v1 = HEX.formatHex(mac.doFinal(canonical.getBytes(StandardCharsets.UTF_8)));
    return "t=" + t + ",n=" + n + ",v1=" + v1;
  }

  public static void main(String[] arguments) throws Exception {
    String method = arguments[0];
    String target = arguments[1];
    byte[] body =
        arguments.length > 2 ? arguments[2].getBytes(StandardCharsets.UTF_8) : new byte[0];
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(System.getenv("PERDURE_URL") + target))
            .method(method, BodyPublishers.ofByteArray(body))
            .header("Authorization", "Bearer " + System.getenv("PERDURE_API_KEY"))
            .header(
                "Perdure-Signature",
                signature(System.getenv("PERDURE_SIGNING_SECRET"), method, target, body));
    if (body.length > 0) {
      request.header("Content-Type", "application/json");
    }
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    System.out.println(answer.body());
    System.exit(answer.statusCode() < 400 ? 0 : 1);
  }
}
