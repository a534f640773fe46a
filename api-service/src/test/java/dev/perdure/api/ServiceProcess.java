package dev.perdure.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The service as a process of its own, with the configuration it ships with; dies with this JVM.
 */
final class ServiceProcess implements AutoCloseable {

  private static final String BOTH = "[server, worker]";

  private final Process process;
  private final URI url;
  private final URI adminUrl;
  private final Path log;
  private final HttpClient http;

  private ServiceProcess(
      Process process, int port, int adminPort, Path log, @Nullable SSLContext tls) {
    String scheme = tls == null ? "http" : "https";
    this.process = process;
    this.url = URI.create(scheme + "://127.0.0.1:" + port);
    this.adminUrl = URI.create(scheme + "://127.0.0.1:" + adminPort);
    this.log = log;
    this.http =
        tls == null ? HttpClient.newHttpClient() : HttpClient.newBuilder().sslContext(tls).build();
  }

  /** Starts both roles and waits until they are ready. */
  static ServiceProcess start(Map<String, String> environment) {
    return start(environment, null);
  }

  /** The same, asked by HTTPS. */
  static ServiceProcess start(Map<String, String> environment, @Nullable SSLContext tls) {
    ServiceProcess started = launch(BOTH, environment, tls);
    Awaitility.await("the service").atMost(Duration.ofSeconds(60)).until(started::ready);
    return started;
  }

  /** Starts both roles and waits for nothing. */
  static ServiceProcess launch(Map<String, String> environment) {
    return launch(BOTH, environment, null);
  }

  /** Starts a server alone and waits until it is ready. */
  static ServiceProcess startServer(Map<String, String> environment) {
    ServiceProcess started = launch("[server]", environment, null);
    Awaitility.await("the server").atMost(Duration.ofSeconds(60)).until(started::ready);
    return started;
  }

  private static ServiceProcess launch(
      String roles, Map<String, String> environment, @Nullable SSLContext tls) {
    try {
      int port = freePort();
      int adminPort = freePort();
      Path folder = Files.createTempDirectory("perdure-service");
      Path file = folder.resolve("both.yml");
      Path log = folder.resolve("service.log");
      String yaml = Files.readString(Path.of("config/server.yml"));
      Files.writeString(file, yaml.replace("roles: [server]", "roles: " + roles));
      ProcessBuilder builder = command(List.of("server", file.toString()));
      builder.environment().putAll(environment);
      builder.environment().put("PERDURE_PORT", String.valueOf(port));
      builder.environment().put("PERDURE_ADMIN_PORT", String.valueOf(adminPort));
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ServiceProcess(process, port, adminPort, log, tls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command of the service, not started yet. */
  static ProcessBuilder command(List<String> arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            PerdureApplication.class.getName());
    builder.command().addAll(arguments);
    builder.environment().keySet().removeIf(name -> name.startsWith("PERDURE_"));
    return builder;
  }

  URI url() {
    return url;
  }

  URI adminUrl() {
    return adminUrl;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  HttpResponse<String> get(URI address, String... headers) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private boolean ready() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("the service ended: " + log());
    }
    try {
      return get(adminUrl.resolve("/readyz")).statusCode() == 200;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
