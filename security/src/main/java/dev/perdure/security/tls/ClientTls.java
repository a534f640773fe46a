package dev.perdure.security.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of a client.
 *
 * @param ca a PEM file with the CAs whose certificates are trusted; absent for those of the JVM
 * @param own who we are, where the server asks
 */
public record ClientTls(@Nullable Path ca, @Nullable KeyFiles own) {

  /**
   * What a configuration says; an empty text is left out.
   *
   * @throws IllegalArgumentException when there is a certificate without a key, or the reverse
   */
  public static ClientTls of(String ca, String certificate, String key) {
    if (certificate.isEmpty() != key.isEmpty()) {
      throw new IllegalArgumentException("a client certificate and its key go together");
    }
    return new ClientTls(
        ca.isEmpty() ? null : Path.of(ca),
        certificate.isEmpty() ? null : new KeyFiles(Path.of(certificate), Path.of(key)));
  }

  /**
   * Sockets with it.
   *
   * @throws IllegalArgumentException when a file can't be used
   */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), new X509TrustManager[] {trustManager()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS can't be set up: " + e.getMessage(), e);
    }
  }

  /** Whom to trust. */
  public X509TrustManager trustManager() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted());
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("this JVM trusts nobody"));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(ca + " can't be used: " + e.getMessage(), e);
    }
  }

  private @Nullable KeyStore trusted() throws GeneralSecurityException {
    if (ca == null) {
      return null;
    }
    KeyStore store = KeyFiles.empty();
    int number = 0;
    for (X509Certificate trusted : PemFiles.certificates(ca)) {
      store.setCertificateEntry("ca" + number++, trusted);
    }
    return store;
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
    if (own == null) {
      return null;
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(own.keyStore(), KeyFiles.PASSWORD.toCharArray());
    return factory.getKeyManagers();
  }
}
