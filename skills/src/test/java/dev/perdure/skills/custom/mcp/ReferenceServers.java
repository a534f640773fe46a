package dev.perdure.skills.custom.mcp;

import static org.awaitility.Awaitility.await;

import dev.perdure.core.text.Sha256;
import dev.perdure.devstack.Home;
import dev.perdure.devstack.process.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * The reference servers of the protocol, from npm and PyPI, pinned by hashes. Installed once under
 * the tools of the dev stack, and moved into place when they are whole.
 */
final class ReferenceServers {

  private static final Duration INSTALL = Duration.ofMinutes(5);

  private ReferenceServers() {}

  /** Installs "everything", which has one of all that the protocol knows. Its entry point. */
  static Path everything() throws IOException, InterruptedException {
    String lock = resource("package-lock.json");
    Path home =
        installed(
            "mcp-everything",
            lock,
            folder -> {
              Files.writeString(folder.resolve("package.json"), resource("package.json"));
              Files.writeString(folder.resolve("package-lock.json"), lock);
              run("npm", "ci", "--silent", "--ignore-scripts", "--prefix", folder.toString());
            });
    return home.resolve("node_modules/@modelcontextprotocol/server-everything/dist/index.js");
  }

  /** Installs "time" in a virtual environment. The Python that runs it. */
  static Path timePython() throws IOException, InterruptedException {
    String requirements = resource("requirements.txt");
    Path home =
        installed(
            "mcp-time",
            requirements,
            folder -> {
              Path file = folder.resolve("requirements.txt");
              Files.writeString(file, requirements);
              run("python3", "-m", "venv", folder.toString());
              run(
                  folder.resolve("bin/python").toString(),
                  "-m",
                  "pip",
                  "--disable-pip-version-check",
                  "install",
                  "--quiet",
                  "--only-binary=:all:",
                  "--require-hashes",
                  "--requirement=" + file);
            });
    return home.resolve("bin/python");
  }

  /** Starts "everything" over HTTP. */
  static Running everythingOverHttp() throws IOException, InterruptedException {
    Path index = everything();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder("node", index.toString(), "streamableHttp")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PORT", String.valueOf(port));
    Process process = builder.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> listens(port));
    return new Running(process, port);
  }

  /** A server that runs. */
  record Running(Process process, int port) implements AutoCloseable {
    String url() {
      return "http://127.0.0.1:" + port + "/mcp";
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** Makes what is to be installed. */
  @FunctionalInterface
  private interface Maker {
    void make(Path folder) throws IOException, InterruptedException;
  }

  private static Path installed(String name, String pins, Maker maker)
      throws IOException, InterruptedException {
    Path tools = Files.createDirectories(Home.find().tools());
    Path target = tools.resolve(name + "-" + Sha256.hex(pins).substring(0, 12));
    if (Files.isDirectory(target)) {
      return target;
    }
    Path made = Files.createTempDirectory(tools, name + "-tmp-");
    maker.make(made);
    try {
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process may have been quicker; what it made is the same.
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
    return target;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Shell.Result result = Shell.run(List.of(command), INSTALL);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(
          "The tests of MCP need Node with npm, Python 3.11 with venv, and the package indexes. "
              + command[0]
              + " says: "
              + result.output());
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReferenceServers.class.getResourceAsStream("/mcp/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
