package dev.perdure.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An MCP server on loopback with one tool, {@code find}, whose description can be changed. */
final class McpServerOfATest implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile String argument = "name";

  McpServerOfATest() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/mcp", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/mcp";
  }

  /** The methods that were asked for. */
  List<String> heard() {
    return heard;
  }

  /** From now on the tool takes this argument. */
  void take(String argument) {
    this.argument = argument;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode message = JSON.readTree(exchange.getRequestBody());
      String method = message.path("method").asText(exchange.getRequestMethod());
      heard.add(method);
      if (!message.has("id")) {
        exchange.sendResponseHeaders(202, -1);
        return;
      }
      ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
      answer.set("id", message.path("id"));
      answer.set("result", result(method, message));
      byte[] body = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private JsonNode result(String method, JsonNode message) throws IOException {
    return JSON.readTree(
        switch (method) {
          case "initialize" ->
              "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                  + "\"serverInfo\":{\"name\":\"test\",\"version\":\"1\"}}";
          case "tools/list" ->
              "{\"tools\":[{\"name\":\"find\",\"description\":\"Finds.\",\"inputSchema\":"
                  + "{\"type\":\"object\",\"properties\":{\"%s\":{\"type\":\"string\"}}}}]}"
                      .formatted(argument);
          default ->
              JSON.createObjectNode()
                  .set(
                      "content",
                      JSON.createArrayNode()
                          .add(
                              JSON.createObjectNode()
                                  .put("type", "text")
                                  .put("text", "found " + message.at("/params/arguments"))))
                  .toString();
        });
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
