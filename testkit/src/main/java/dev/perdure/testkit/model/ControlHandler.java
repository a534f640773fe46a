package dev.perdure.testkit.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.internal.HttpHost;
import dev.perdure.testkit.internal.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * How tests script the server and ask what it saw: {@code POST /control/script} adds behaviours,
 * {@code POST /control/heal?contains=} ends those for a text, {@code GET
 * /control/requests?contains=} reports, {@code POST /control/reset} forgets all.
 */
final class ControlHandler implements HttpHandler {
  private final Script script;
  private final RequestLog log;

  ControlHandler(Script script, RequestLog log) {
    this.script = script;
    this.log = log;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    switch (what) {
      case "POST /control/script" -> {
        var behaviours = Json.convert(Json.read(HttpHost.body(exchange)), Behaviour[].class);
        script.add(List.of(behaviours));
        HttpHost.respond(exchange, 200, Map.of("added", behaviours.length));
      }
      case "POST /control/heal" -> {
        script.heal(contains(exchange));
        HttpHost.respond(exchange, 200, Map.of());
      }
      case "POST /control/reset" -> {
        script.clear();
        log.clear();
        HttpHost.respond(exchange, 200, Map.of());
      }
      case "GET /control/requests" ->
          HttpHost.respond(exchange, 200, log.report(contains(exchange)));
      default -> HttpHost.respond(exchange, 404, Map.of("error", Map.of("message", "No " + what)));
    }
  }

  private static String contains(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null || !query.startsWith("contains=")
        ? ""
        : URLDecoder.decode(query.substring("contains=".length()), StandardCharsets.UTF_8);
  }
}
