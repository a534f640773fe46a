package dev.perdure.testkit.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A loopback HTTP server as a process of its own: prints its URL when ready, serves until it is
 * ended.
 */
public final class HttpHost {
  private static final int BACKLOG = 1024;

  private HttpHost() {}

  /**
   * Serves the handlers by path prefix and prints one JSON line with {@code url} and {@code pid}.
   * With the flag {@link Options#UNTIL_STDIN_CLOSES} this call lasts until standard input ends, and
   * then ends the process.
   */
  @SuppressWarnings("SystemOut") // the line is this process's interface
  public static void serve(Options options, Map<String, HttpHandler> handlers) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), options.number("port", 0));
    var server = HttpServer.create(address, BACKLOG);
    handlers.forEach((path, handler) -> server.createContext(path, guarded(handler)));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    var ready = new LinkedHashMap<String, Object>();
    ready.put("url", "http://127.0.0.1:" + server.getAddress().getPort());
    ready.put("pid", ProcessHandle.current().pid());
    System.out.println(Json.write(ready));
    System.out.flush();
    if (options.has(Options.UNTIL_STDIN_CLOSES)) {
      awaitEndOf(System.in);
      Runtime.getRuntime().halt(0);
    }
  }

  /** Reads the whole body as text. */
  public static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Answers with a JSON body and ends the exchange. */
  public static void respond(HttpExchange exchange, int status, Object body) throws IOException {
    respondText(exchange, status, body instanceof String text ? text : Json.write(body));
  }

  private static void respondText(HttpExchange exchange, int status, String json)
      throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static HttpHandler guarded(HttpHandler handler) {
    return exchange -> {
      try {
        handler.handle(exchange);
      } catch (IllegalArgumentException e) {
        respond(exchange, 400, Map.of("error", Map.of("message", String.valueOf(e.getMessage()))));
      }
    };
  }

  private static void awaitEndOf(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // whatever is written there means nothing; only its end does
    }
  }
}
