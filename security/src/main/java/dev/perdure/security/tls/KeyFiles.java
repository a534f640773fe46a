package dev.perdure.security.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who we are, to whom we speak TLS with.
 *
 * @param certificate a PEM file with our certificate, and behind it those that lead to its CA
 * @param key a PEM file with its private key
 */
public record KeyFiles(Path certificate, Path key) {

  /** The password of key stores in memory; it protects nothing. */
  public static final String PASSWORD = "memory";

  /**
   * Both, read now.
   *
   * @throws IllegalArgumentException when one can't be read, or they don't belong together
   */
  public KeyStore keyStore() {
    List<X509Certificate> chain = PemFiles.certificates(certificate);
    PrivateKey own = PemFiles.privateKey(key);
    if (!belongs(own, chain.getFirst())) {
      throw new IllegalArgumentException(key + " is not the key of " + certificate);
    }
    try {
      KeyStore store = empty();
      store.setKeyEntry("own", own, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(certificate + " can't be used: " + e.getMessage(), e);
    }
  }

  static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException("an empty key store was not made", e);
    }
  }

  /** Whether what the key signs the certificate verifies. */
  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      byte[] text = {1, 2, 3};
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(text);
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(text);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
