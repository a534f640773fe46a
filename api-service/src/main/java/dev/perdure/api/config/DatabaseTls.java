package dev.perdure.api.config;

import dev.perdure.security.tls.ClientTls;
import dev.perdure.security.tls.KeyFiles;
import dev.perdure.security.tls.PemFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * TLS to PostgreSQL, in the words of its driver.
 *
 * @param mode {@code sslmode} of libpq; empty for what the URL says
 * @param files whom to trust, and who we are
 */
public record DatabaseTls(String mode, ClientTls files) {

  private static final List<String> MODES =
      List.of("", "disable", "prefer", "require", "verify-ca", "verify-full");

  static DatabaseTls of(String mode, ClientTls files) {
    if (!MODES.contains(mode)) {
      throw new IllegalArgumentException(
          "database.tlsMode must be disable, prefer, require, verify-ca or verify-full");
    }
    // Who names a CA wants to know whom they speak with.
    return new DatabaseTls(mode.isEmpty() && files.ca() != null ? "verify-full" : mode, files);
  }

  /**
   * Properties of the driver. It reads the files for each connection.
   *
   * @throws IllegalArgumentException when a file can't be used
   */
  Map<String, String> driver() {
    Map<String, String> properties = new HashMap<>();
    if (!mode.isEmpty()) {
      properties.put("sslmode", mode);
    }
    if (files.ca() != null) {
      files.trustManager();
      properties.put("sslrootcert", files.ca().toString());
    } else if (mode.startsWith("verify") && files.own() == null) {
      // The CAs of the JVM, not a file in a home folder.
      properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    KeyFiles own = files.own();
    if (own != null) {
      own.keyStore();
      properties.put("sslcert", own.certificate().toString());
      properties.put("sslkey", own.key().toString());
      properties.put("pemKeyAlgorithm", PemFiles.privateKey(own.key()).getAlgorithm());
    }
    return properties;
  }
}
