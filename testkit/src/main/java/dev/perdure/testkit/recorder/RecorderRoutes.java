package dev.perdure.testkit.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perdure.testkit.RecorderFault;
import dev.perdure.testkit.RecorderFault.When;
import dev.perdure.testkit.internal.HttpHost;
import dev.perdure.testkit.internal.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The recorder's routes: {@code POST /effects} writes one down, {@code GET /effects?key=} lists
 * them, {@code POST /control/faults} makes calls go wrong, {@code POST /control/reset} ends that
 * (the effects stay).
 */
public final class RecorderRoutes {
  private static final Duration FOR_EVER = Duration.ofHours(1);

  private final EffectLog log;
  private final Faults faults = new Faults();

  private RecorderRoutes(EffectLog log) {
    this.log = log;
  }

  /** Handlers by path prefix, over the effects in the file. */
  public static Map<String, HttpHandler> create(Path file) throws IOException {
    var routes = new RecorderRoutes(new EffectLog(file));
    return Map.of("/effects", routes::effects, "/control", routes::control);
  }

  private void effects(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "POST" -> record(exchange, Json.read(HttpHost.body(exchange)));
      case "GET" -> {
        var list = log.list(key(exchange));
        HttpHost.respond(exchange, 200, Map.of("count", list.size(), "effects", list));
      }
      default -> HttpHost.respond(exchange, 405, Map.of("error", "POST or GET"));
    }
  }

  private void record(HttpExchange exchange, JsonNode effect) throws IOException {
    JsonNode key = effect.path("key");
    if (!key.isTextual() || key.asText().isEmpty()) {
      HttpHost.respond(exchange, 400, Map.of("error", "key is missing"));
      return;
    }
    if (goesWrong(exchange, faults.take(When.BEFORE, key.asText()))) {
      return;
    }
    int number = log.append(key, effect.path("payload"));
    if (!goesWrong(exchange, faults.take(When.AFTER, key.asText()))) {
      HttpHost.respond(exchange, 200, Map.of("number", number));
    }
  }

  /** True if the call has ended by it. */
  private static boolean goesWrong(HttpExchange exchange, Optional<RecorderFault> found)
      throws IOException {
    if (found.isEmpty()) {
      return false;
    }
    RecorderFault fault = found.get();
    switch (fault.kind()) {
      case DELAY -> {
        pause(Duration.ofMillis(fault.delayMs() == null ? 0 : fault.delayMs()));
        return false;
      }
      case HANG -> pause(FOR_EVER);
      case STATUS -> {
        int status = fault.status() == null ? 500 : fault.status();
        HttpHost.respond(exchange, status, Map.of("error", "scripted failure " + status));
        return true;
      }
      case CUT -> {}
    }
    throw new IOException("cut by the test");
  }

  private void control(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/control/faults" -> {
        var more = Json.convert(Json.read(HttpHost.body(exchange)), RecorderFault[].class);
        faults.add(List.of(more));
        HttpHost.respond(exchange, 200, Map.of("added", more.length));
      }
      case "/control/reset" -> {
        faults.clear();
        HttpHost.respond(exchange, 200, Map.of());
      }
      default -> HttpHost.respond(exchange, 404, Map.of("error", "no such control"));
    }
  }

  private static @Nullable String key(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null || !query.startsWith("key=")
        ? null
        : URLDecoder.decode(query.substring("key=".length()), StandardCharsets.UTF_8);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
