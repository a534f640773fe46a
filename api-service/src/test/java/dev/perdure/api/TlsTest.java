package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.api.tls.TestCa;
import dev.perdure.api.tls.TlsProxy;
import dev.perdure.api.tls.TlsProxy.Kind;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.TestStack;
import dev.perdure.security.tls.ClientTls;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A service that speaks TLS, and nothing else, with its clients and with its parts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

  private final TestCa ca = TestCa.create();
  private final TestCa.Issued first = ca.issue("first.example");
  private final TestCa.Issued second = ca.issue("second.example");
  private final TestCa.Issued served = first.copy();
  private final SSLContext trusting = new ClientTls(ca.certificate(), null).context();
  private List<TlsProxy> proxies = List.of();
  private ServiceProcess service;

  @BeforeAll
  void start() throws IOException {
    TestStack stack = TestService.get().stack;
    Map<String, String> environment = TestService.environment(stack);
    proxies = List.of(postgres(stack, environment), redis(stack, environment));
    proxies = List.of(proxies.get(0), proxies.get(1), temporal(stack, environment));
    for (String prefix : List.of("PERDURE_TLS", "PERDURE_ADMIN_TLS")) {
      environment.put(prefix + "_CERT", served.certificate().toString());
      environment.put(prefix + "_KEY", served.key().toString());
    }
    environment.put("PERDURE_TLS_RELOAD_INTERVAL", "100ms");
    service = ServiceProcess.start(environment, trusting);
  }

  @AfterAll
  void stop() throws IOException {
    service.close();
    for (TlsProxy proxy : proxies) {
      proxy.close();
    }
  }

  @Test
  void everyPartIsReachedByTlsWithAClientCertificate() {
    for (URI base : List.of(service.url(), service.adminUrl())) {
      HttpResponse<String> ready = service.get(base.resolve("/readyz"));
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).contains("\"ready\"").doesNotContain("degraded");
    }
    assertThat(proxies).hasSize(3).allMatch(proxy -> proxy.served() > 0);
  }

  @Test
  void browsersAreToldToComeByHttpsOnly() {
    assertThat(service.get(service.url()).headers().firstValue("Strict-Transport-Security"))
        .contains("max-age=31536000");
    HttpResponse<String> plain = TestService.get().process.get(TestService.get().process.url());
    assertThat(plain.headers().firstValue("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void nothingIsAnsweredInTheClear() {
    URI plain = URI.create("http://127.0.0.1:" + service.url().getPort() + "/healthz");
    assertThatThrownBy(() -> service.get(plain)).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void onlyTls12And13AreSpoken() throws Exception {
    assertThat(handshake("-tls1_3")).contains("TLSv1.3");
    assertThat(handshake("-tls1_2")).contains("TLSv1.2");
    assertThat(handshake("-tls1_1")).contains("Cipher is (NONE)");
    assertThat(handshake("-tls1")).contains("Cipher is (NONE)");
  }

  @Test
  void aNewCertificateIsTakenWhileOpenConnectionsGoOn() throws Exception {
    first.copyTo(served);
    Awaitility.await().until(() -> certificateShown().equals("CN=first.example"));
    try (Connection open = new Connection()) {
      assertThat(open.ask("/healthz")).contains("200");
      second.copyTo(served);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> certificateShown().equals("CN=second.example"));
      assertThat(open.ask("/healthz")).contains("200");
      assertThat(open.certificate()).isEqualTo("CN=first.example");

      // The key of another certificate, and no certificate at all.
      Files.copy(first.key(), served.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Awaitility.await().until(() -> service.log().contains("is not the key of"));
      Files.writeString(served.certificate(), "nothing");
      Awaitility.await().until(() -> service.log().contains("no certificate"));
      assertThat(certificateShown()).isEqualTo("CN=second.example");

      first.copyTo(served);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> certificateShown().equals("CN=first.example"));
    }
  }

  private TlsProxy postgres(TestStack stack, Map<String, String> environment) throws IOException {
    PostgresAddress address = stack.service();
    TlsProxy proxy = TlsProxy.start(ca, address.host(), address.port(), Kind.POSTGRES);
    environment.put(
        "PERDURE_POSTGRES_URL",
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(proxy.port(), address.database()));
    own(environment, "PERDURE_POSTGRES");
    return proxy;
  }

  private TlsProxy redis(TestStack stack, Map<String, String> environment) throws IOException {
    URI address = URI.create(stack.redisUrl());
    TlsProxy proxy = TlsProxy.start(ca, address.getHost(), address.getPort(), Kind.PLAIN);
    environment.put(
        "PERDURE_REDIS_URL",
        stack
            .redisUrl()
            .replace("redis://", "rediss://")
            .replace(":" + address.getPort(), ":" + proxy.port()));
    own(environment, "PERDURE_REDIS");
    return proxy;
  }

  private TlsProxy temporal(TestStack stack, Map<String, String> environment) throws IOException {
    URI address = URI.create("grpc://" + stack.temporalAddress());
    TlsProxy proxy = TlsProxy.start(ca, address.getHost(), address.getPort(), Kind.GRPC);
    environment.put("PERDURE_TEMPORAL_ADDRESS", "127.0.0.1:" + proxy.port());
    environment.put("PERDURE_TEMPORAL_TLS_SERVER_NAME", "localhost");
    own(environment, "PERDURE_TEMPORAL");
    return proxy;
  }

  private void own(Map<String, String> environment, String prefix) {
    TestCa.Issued client = ca.issue(prefix);
    environment.put(prefix + "_TLS_CA", ca.certificate().toString());
    environment.put(prefix + "_TLS_CERT", client.certificate().toString());
    environment.put(prefix + "_TLS_KEY", client.key().toString());
  }

  private String certificateShown() throws IOException {
    try (Connection connection = new Connection()) {
      return connection.certificate();
    }
  }

  private String handshake(String version) throws Exception {
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + service.url().getPort(),
                "-cipher",
                "ALL:@SECLEVEL=0",
                version)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    openssl.waitFor();
    return said;
  }

  /** One connection, kept open. */
  private final class Connection implements Closeable {

    private final SSLSocket socket;
    private final BufferedReader reader;

    Connection() throws IOException {
      socket =
          (SSLSocket)
              trusting.getSocketFactory().createSocket("127.0.0.1", service.url().getPort());
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    String certificate() throws IOException {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }

    /** The status line. */
    String ask(String path) throws IOException {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String status = reader.readLine();
      int length = 0;
      for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
        if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      assertThat(reader.skip(length)).isEqualTo(length);
      return status;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
