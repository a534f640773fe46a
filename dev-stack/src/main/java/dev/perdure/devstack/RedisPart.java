package dev.perdure.devstack;

import dev.perdure.devstack.process.ProcessSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Redis. */
public final class RedisPart extends OwnPart {

  private final Path program;
  private final Path data;
  private final int port;
  private final String password;
  private final boolean durable;

  RedisPart(Path program, Path data, Path log, int port, String password, boolean durable) {
    super(log);
    this.program = program;
    this.data = data;
    this.port = port;
    this.password = password;
    this.durable = durable;
  }

  @Override
  public String name() {
    return "redis";
  }

  /** Its address with its password. */
  public String url() {
    return "redis://:%s@127.0.0.1:%d".formatted(password, port);
  }

  @Override
  ProcessSpec prepare() {
    try {
      Files.createDirectories(data);
      Path config = data.resolve("redis.conf");
      Files.deleteIfExists(config);
      Files.createFile(
          config,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(config, configuration());
      return ProcessSpec.of(
          name(), List.of(program.toString(), config.toString()), Map.of(), data, log());
    } catch (IOException e) {
      throw new DevStackException("Can't write to %s: %s".formatted(data, e.getMessage()), e);
    }
  }

  private String configuration() {
    return """
    bind 127.0.0.1
    port %d
    requirepass %s
    databases 1000
    save ""
    appendonly %s
    appendfsync everysec
    dir "%s"
    """
        .formatted(port, password, durable ? "yes" : "no", data);
  }

  /** Deletes everything in it. */
  public void wipe() {
    if (!"+OK".equals(ask("FLUSHALL", Duration.ofSeconds(30)))) {
      throw new IllegalStateException("redis did not flush");
    }
  }

  @Override
  public boolean answers(Duration limit) {
    try {
      return "+PONG".equals(ask("PING", limit));
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private String ask(String command, Duration limit) {
    int millis = (int) limit.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
      socket.setSoTimeout(millis);
      OutputStream out = socket.getOutputStream();
      out.write("AUTH %s\r\n%s\r\n".formatted(password, command).getBytes(StandardCharsets.UTF_8));
      out.flush();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String ignoredAuth = in.readLine();
      return Objects.requireNonNullElse(ignoredAuth == null ? null : in.readLine(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
