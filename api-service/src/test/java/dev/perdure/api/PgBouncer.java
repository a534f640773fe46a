package dev.perdure.api;

import dev.perdure.devstack.PostgresAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** PgBouncer in transaction mode, with few connections, before a database. */
final class PgBouncer implements AutoCloseable {

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The program, if this machine has it. */
  static Optional<Path> program() {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
    return Stream.of(path.split(":"))
        .map(folder -> Path.of(folder, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it for one role of a database. */
  static PgBouncer start(Path program, PostgresAddress database) {
    try {
      int port = freePort();
      Path folder = Files.createTempDirectory("perdure-pgbouncer");
      Path users = folder.resolve("users.txt");
      Files.writeString(users, "\"%s\" \"%s\"\n".formatted(database.user(), database.password()));
      Path config = folder.resolve("pgbouncer.ini");
      Files.writeString(config, configuration(database, port, users));
      List<String> command = new ArrayList<>(List.of(program.toString()));
      if (System.getProperty("user.name").equals("root")) {
        // It refuses to run as root.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        command.addAll(List.of("-u", "nobody"));
      }
      command.add(config.toString());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      PgBouncer started = new PgBouncer(process, port);
      Awaitility.await("PgBouncer: " + folder)
          .atMost(Duration.ofSeconds(20))
          .until(started::answers);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String configuration(PostgresAddress database, int port, Path users) {
    return """
    [databases]
    * = host=%s port=%d
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = scram-sha-256
    auth_file = %s
    pool_mode = transaction
    default_pool_size = 4
    max_client_conn = 200
    ignore_startup_parameters = extra_float_digits,options
    """
        .formatted(database.host(), database.port(), port, users);
  }

  /** The database through it. Statements are not kept by name: it knows these from 1.21 on only. */
  String jdbcUrl(PostgresAddress database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?prepareThreshold=0"
        .formatted(port, database.database());
  }

  private boolean answers() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
