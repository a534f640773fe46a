package dev.perdure.skills.custom.mcp;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An MCP server on loopback that behaves, or does whatever a test wants instead. */
final class ToyMcpServer implements AutoCloseable {

  /** Answers one message. */
  @FunctionalInterface
  interface Behaviour {
    void answer(HttpExchange exchange, Map<String, Object> message)
        throws IOException, InterruptedException;
  }

  /** What came: an HTTP method, its headers in lower case, and a message. */
  record Seen(String http, Map<String, String> headers, Map<String, Object> message) {
    String method() {
      return String.valueOf(message.get("method"));
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<String> sessions = new CopyOnWriteArrayList<>();
  private volatile List<Map<String, Object>> tools = List.of(tool("echo", "Says it again."));

  private volatile Tokens tokensOf = (exchange, form) -> exchange.sendResponseHeaders(404, -1);

  ToyMcpServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/mcp", this::handle);
    server.createContext("/token", this::token);
    server.start();
  }

  static Map<String, Object> tool(String name, String description) {
    return Map.of(
        "name",
        name,
        "description",
        description,
        "inputSchema",
        Map.of("type", "object", "properties", Map.of("text", Map.of("type", "string"))));
  }

  static Map<String, Object> with(Map<String, Object> tool, String key, Object value) {
    Map<String, Object> more = new HashMap<>(tool);
    more.put(key, value);
    return more;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/mcp";
  }

  /** Offers these tools from now on. */
  @SafeVarargs
  final ToyMcpServer offering(Map<String, Object>... tools) {
    List<Map<String, Object>> offered = new ArrayList<>();
    for (Map<String, Object> tool : tools) {
      offered.add(tool);
    }
    this.tools = offered;
    return this;
  }

  /** Answers a method otherwise; {@code DELETE} is one too. */
  ToyMcpServer on(String method, Behaviour behaviour) {
    behaviours.put(method, behaviour);
    return this;
  }

  /** Forgets all sessions, as a server does that was started again. */
  void forget() {
    sessions.clear();
  }

  List<Seen> seen(String method) {
    return seen.stream().filter(one -> one.method().equals(method)).toList();
  }

  List<Seen> deletes() {
    return seen.stream().filter(one -> one.http().equals("DELETE")).toList();
  }

  /** Gives out tokens. */
  @FunctionalInterface
  interface Tokens {
    void answer(HttpExchange exchange, String form) throws IOException;
  }

  void tokens(Tokens tokens) {
    this.tokensOf = tokens;
  }

  String tokenUrl() {
    return "http://127.0.0.1:" + port() + "/token";
  }

  private void token(HttpExchange exchange) throws IOException {
    try (exchange) {
      tokensOf.answer(
          exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Map<String, Object> message =
          body.length == 0 ? Map.of() : JSON.readValue(body, new TypeReference<>() {});
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) ->
              headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
      seen.add(new Seen(exchange.getRequestMethod(), headers, message));
      String method =
          exchange.getRequestMethod().equals("DELETE")
              ? "DELETE"
              : String.valueOf(message.get("method"));
      String session = headers.get("mcp-session-id");
      if (session != null && !sessions.contains(session)) {
        status(exchange, 404);
      } else {
        behaviours.getOrDefault(method, this::behave).answer(exchange, message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void behave(HttpExchange exchange, Map<String, Object> message) throws IOException {
    switch (String.valueOf(message.get("method"))) {
      case "initialize" -> {
        String session = UUID.randomUUID().toString();
        sessions.add(session);
        exchange.getResponseHeaders().add("Mcp-Session-Id", session);
        result(
            exchange,
            message,
            Map.of(
                "protocolVersion",
                "2025-11-25",
                "capabilities",
                Map.of("tools", Map.of()),
                "serverInfo",
                Map.of("name", "toy", "version", "7"),
                "instructions",
                "Be kind."));
      }
      case "tools/list" -> result(exchange, message, Map.of("tools", tools));
      case "tools/call" -> result(exchange, message, text("called " + arguments(message)));
      default -> status(exchange, 202);
    }
  }

  static Map<String, Object> text(String text) {
    return Map.of("content", List.of(Map.of("type", "text", "text", text)));
  }

  static Object arguments(Map<String, Object> message) {
    return message.get("params") instanceof Map<?, ?> params
        ? String.valueOf(params.get("arguments"))
        : "";
  }

  /** Answers with JSON. */
  static void result(HttpExchange exchange, Map<String, Object> message, Object result)
      throws IOException {
    body(exchange, 200, "application/json", response(message.get("id"), result));
  }

  static String response(@Nullable Object id, Object result) throws IOException {
    return JSON.writeValueAsString(
        Map.of("jsonrpc", "2.0", "id", String.valueOf(id), "result", result));
  }

  static String json(Object value) throws IOException {
    return JSON.writeValueAsString(value);
  }

  /** Answers with events. */
  static OutputStream events(HttpExchange exchange, String... messages) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (String message : messages) {
      event(out, message);
    }
    return out;
  }

  static void event(OutputStream out, String message) throws IOException {
    out.write(("event: message\r\ndata: " + message + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  static void body(HttpExchange exchange, int status, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  static List<Map<String, Object>> many(int count) {
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      many.add(tool("tool-" + i, "One of many."));
    }
    return many;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
