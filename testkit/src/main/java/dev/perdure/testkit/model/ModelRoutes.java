package dev.perdure.testkit.model;

import com.sun.net.httpserver.HttpHandler;
import dev.perdure.testkit.internal.HttpHost;
import java.util.List;
import java.util.Map;

/** The model server's routes. */
public final class ModelRoutes {
  private ModelRoutes() {}

  /**
   * Handlers by path prefix, sharing one script and one log.
   *
   * @param keptRequests how many of the latest requests are kept for reports
   */
  public static Map<String, HttpHandler> create(int keptRequests) {
    var script = new Script();
    var log = new RequestLog(keptRequests);
    HttpHandler models =
        exchange ->
            HttpHost.respond(
                exchange,
                200,
                Map.of(
                    "object",
                    "list",
                    "data",
                    List.of(Map.of("id", "scripted", "object", "model", "owned_by", "testkit"))));
    HttpHandler tags =
        exchange ->
            HttpHost.respond(exchange, 200, Map.of("models", List.of(Map.of("name", "scripted"))));
    return Map.of(
        "/v1/chat/completions", new ModelHandler(new OpenAiProtocol(), script, log),
        "/v1/messages", new ModelHandler(new AnthropicProtocol(), script, log),
        "/v1/models", models,
        "/v1beta/models", new ModelHandler(new GeminiProtocol(), script, log),
        "/mistral/v1/chat/completions", new ModelHandler(new MistralProtocol(), script, log),
        "/api/chat", new ModelHandler(new OllamaProtocol(), script, log),
        "/api/tags", tags,
        "/control", new ControlHandler(script, log));
  }
}
