package dev.perdure.skills.builtin.data.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.skills.builtin.data.wire.Server;
import dev.perdure.skills.builtin.data.wire.Tls;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** To whom the driver speaks: the server begins TLS as PostgreSQL does, and hears a user or not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PinnedTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final int SSL_REQUEST_BYTES = 8;

  private KeyStore keys;

  PinnedTlsTest() throws GeneralSecurityException {
    keys = KeyStore.getInstance("PKCS12");
  }

  @BeforeAll
  void make(@TempDir Path dir) throws Exception {
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
                "CN=db.test",
                "-ext",
                "SAN=dns:db.test",
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
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
  }

  @Test
  void theNameIsCheckedThoughTheAddressIsConnectedTo() throws Exception {
    assertThat(heard(true, "db.test", Tls.VERIFY_FULL, pem())).contains("somebody");
    assertThat(heard(true, "other.test", Tls.VERIFY_FULL, pem())).isEmpty();
  }

  @Test
  void aCertificateNobodyVouchesForIsRefused() throws Exception {
    assertThat(heard(true, "db.test", Tls.VERIFY_FULL, "")).isEmpty();
    assertThat(heard(true, "db.test", Tls.REQUIRE, "")).contains("somebody");
  }

  @Test
  void aServerWithoutTlsHearsNothing() throws Exception {
    assertThat(heard(false, "db.test", Tls.VERIFY_FULL, pem())).isEmpty();
    assertThat(heard(false, "db.test", Tls.REQUIRE, "")).isEmpty();
  }

  private String heard(boolean speaksTls, String host, Tls tls, String ca) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> heard =
          CompletableFuture.supplyAsync(() -> serve(listener, speaksTls));
      Server server =
          new Server(
              host,
              List.of("127.0.0.1"),
              listener.getLocalPort(),
              "db",
              "somebody",
              "secret",
              List.of(),
              tls,
              ca);
      assertThatThrownBy(() -> Postgres.open(server, Duration.ofSeconds(5)))
          .isInstanceOf(SQLException.class);
      return heard.join();
    }
  }

  private String serve(ServerSocket listener, boolean speaksTls) {
    try (Socket socket = listener.accept()) {
      socket.setSoTimeout(5_000);
      socket.getInputStream().readNBytes(SSL_REQUEST_BYTES);
      socket.getOutputStream().write(speaksTls ? 'S' : 'N');
      return startup(speaksTls ? secured(socket) : socket);
    } catch (IOException | GeneralSecurityException e) {
      return "";
    }
  }

  private static String startup(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int length = in.readInt();
    return new String(in.readNBytes(length - 4), StandardCharsets.UTF_8);
  }

  private SSLSocket secured(Socket socket) throws GeneralSecurityException, IOException {
    KeyManagerFactory serving = KeyManagerFactory.getInstance("PKIX");
    serving.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(serving.getKeyManagers(), null, null);
    SSLSocket secured =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
    secured.setUseClientMode(false);
    return secured;
  }

  private String pem() throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
