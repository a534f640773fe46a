package dev.perdure.api.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may run in an HTML page: the scripts of this server, and the inline scripts that were in the
 * page when it was built, each by its hash.
 */
final class Page {

  private static final Pattern INLINE =
      Pattern.compile(
          "<script(?![^>]*\\bsrc\\s*=)[^>]*>(.*?)</script>",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Page() {}

  /** The page's Content-Security-Policy. */
  static String policy(byte[] html) {
    String hashes =
        inlineHashes(new String(html, StandardCharsets.UTF_8)).stream()
            .map(hash -> " 'sha256-" + hash + "'")
            .collect(Collectors.joining());
    // Two libraries insert style sheets that they make up as they go. Attributes nobody writes.
    return "default-src 'none'; script-src 'self'"
        + hashes
        + "; style-src 'self'; style-src-elem 'self' 'unsafe-inline'; style-src-attr 'none';"
        + " img-src 'self' data: blob:; font-src 'self' data:;"
        + " connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; object-src 'none';"
        + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  }

  private static Set<String> inlineHashes(String html) {
    Set<String> hashes = new LinkedHashSet<>();
    Matcher matcher = INLINE.matcher(html);
    while (matcher.find()) {
      hashes.add(sha256(matcher.group(1).getBytes(StandardCharsets.UTF_8)));
    }
    return hashes;
  }

  /** SHA-256 in base64. */
  static String sha256(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM", e);
    }
  }
}
