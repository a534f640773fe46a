package dev.perdure.api.config;

import dev.perdure.security.tls.ClientTls;
import java.util.List;

/**
 * TLS to Temporal, and the key of a Temporal that wants one.
 *
 * @param on whether it is reached by TLS
 * @param files whom to trust, and who we are
 * @param serverName the name its certificate bears; empty for that of the address
 * @param apiKey empty for none
 */
public record TemporalTls(boolean on, ClientTls files, String serverName, String apiKey) {

  /** What is configured but for {@code tls} turns it on: a key is never sent in the clear. */
  static TemporalTls of(String on, ClientTls files, String serverName, String apiKey) {
    if (!List.of("", "true", "false").contains(on)) {
      throw new IllegalArgumentException("temporal.tls must be true or false");
    }
    boolean implied =
        files.ca() != null || files.own() != null || !serverName.isEmpty() || !apiKey.isEmpty();
    if (implied && on.equals("false")) {
      throw new IllegalArgumentException(
          "temporal.tls is false, but a CA, a certificate, a server name or an API key is given");
    }
    return new TemporalTls(implied || on.equals("true"), files, serverName, apiKey);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "TemporalTls[on=" + on + ", serverName=" + serverName + "]";
  }
}
