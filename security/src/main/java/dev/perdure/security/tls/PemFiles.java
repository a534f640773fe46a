package dev.perdure.security.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files. What is wrong is told with the file's name, never with what is in it. */
public final class PemFiles {

  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private PemFiles() {}

  /**
   * The certificates of a file, in its order.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static List<X509Certificate> certificates(Path file) {
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(file + " has no certificate");
      }
      return found;
    } catch (CertificateException e) {
      throw new IllegalArgumentException(file + " has no certificates in PEM that can be read", e);
    }
  }

  /**
   * The private key of a file: PKCS#8, not encrypted; RSA, EC or EdDSA.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static PrivateKey privateKey(Path file) {
    Matcher pem = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new IllegalArgumentException(
          file
              + " has no BEGIN PRIVATE KEY; `openssl pkcs8 -topk8 -nocrypt` makes one of other"
              + " forms");
    }
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException _) {
        // A key of another algorithm.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(algorithm + " is missing from this JVM", e);
      }
    }
    throw new IllegalArgumentException(file + " has a key that is neither RSA, EC nor EdDSA");
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " can't be read: " + e.getMessage(), e);
    }
  }
}
