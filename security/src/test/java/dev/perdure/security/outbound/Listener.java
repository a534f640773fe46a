package dev.perdure.security.outbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A server on loopback that answers byte for byte what a test wants, and counts who came. */
final class Listener implements AutoCloseable {

  /** Answers one request. */
  @FunctionalInterface
  interface Script {
    void answer(Seen request, OutputStream out) throws IOException, InterruptedException;
  }

  /** A request as it came. */
  record Seen(String line, Map<String, String> headers, String body) {}

  private final List<ServerSocket> sockets = new ArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();

  Listener(ServerSocketFactory factory, String... addresses) throws IOException {
    int port = 0;
    for (String address : addresses) {
      ServerSocket socket = factory.createServerSocket(port, 50, InetAddress.ofLiteral(address));
      port = socket.getLocalPort();
      sockets.add(socket);
      Thread.startVirtualThread(() -> accept(socket));
    }
  }

  /** On 127.0.0.1. */
  static Listener start() throws IOException {
    return new Listener(ServerSocketFactory.getDefault(), "127.0.0.1");
  }

  int port() {
    return sockets.getFirst().getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** How many connections came. */
  int hits() {
    return connections.size();
  }

  List<Seen> seen() {
    return seen;
  }

  /** What a path answers. */
  Listener on(String path, Script script) {
    scripts.put(path, script);
    return this;
  }

  /** A path that answers this. */
  Listener on(String path, String answer) {
    return on(path, (request, out) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  Listener redirect(String path, int status, String location) {
    return on(
        path,
        "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException e) {
        // closed, or one handshake that failed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Seen request = read(socket);
      seen.add(request);
      String path = request.line().split(" ", -1)[1];
      scripts
          .getOrDefault(path, (r, out) -> ok(out, "hello"))
          .answer(request, socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // the client is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Seen read(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    String line = line(in);
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
    int read = 0;
    while (read < body.length) {
      read += in.read(body, read, body.length - read);
    }
    return new Seen(line, headers, new String(body));
  }

  private static String line(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("closed");
    }
    return line;
  }

  static void ok(OutputStream out, String body) throws IOException {
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    try {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      for (Socket socket : connections) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
