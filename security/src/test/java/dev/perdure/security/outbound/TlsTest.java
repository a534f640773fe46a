package dev.perdure.security.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureError.OutboundFailed;
import dev.perdure.core.net.OutboundRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir static Path dir;
  private static SSLContext own;
  private static Listener listener;
  private static final FakeDns DNS =
      new FakeDns().answer("right.test", "127.0.0.1").answer("wrong.test", "127.0.0.1");

  @BeforeAll
  static void start() throws Exception {
    own = context(keystore());
    listener = new Listener(own.getServerSocketFactory(), "127.0.0.1");
  }

  @AfterAll
  static void stop() {
    listener.close();
  }

  @Test
  void aTrustedCertificateForTheNameIsAccepted() {
    assertThat(send(own, "right.test")).isEqualTo("hello");
  }

  @Test
  void aCertificateForAnotherNameIsRefused() {
    OutboundFailed failure = Clients.failure(() -> send(own, "wrong.test"));
    assertThat(failure.code()).isEqualTo("outbound_tls");
    assertThat(failure.sent()).isFalse();
  }

  @Test
  void aCertificateNobodyVouchesForIsRefused() {
    OutboundFailed failure = Clients.failure(() -> send(Clients.tls(), "right.test"));
    assertThat(failure.code()).isEqualTo("outbound_tls");
    assertThat(failure.retryable()).isFalse();
  }

  private static String send(SSLContext tls, String host) {
    try (GuardedClients clients =
        new GuardedClients(List.of(Clients.internal(listener.port())), _ -> List.of(), DNS, tls)) {
      return clients
          .forOrg(Clients.ORG)
          .send(OutboundRequest.get("https://" + host + ":" + listener.port() + "/"))
          .text();
    }
  }

  private static KeyStore keystore()
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = dir.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=right.test",
                "-ext",
                "SAN=dns:right.test",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  /** Serves with the key, and trusts its certificate. */
  private static SSLContext context(KeyStore keys) throws GeneralSecurityException, IOException {
    KeyManagerFactory serving = KeyManagerFactory.getInstance("PKIX");
    serving.init(keys, PASSWORD);
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory trusting = TrustManagerFactory.getInstance("PKIX");
    trusting.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(serving.getKeyManagers(), trusting.getTrustManagers(), null);
    return context;
  }
}
