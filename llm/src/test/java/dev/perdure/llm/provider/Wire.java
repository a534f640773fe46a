package dev.perdure.llm.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import java.util.List;
import java.util.stream.StreamSupport;

/** Where the requests of a protocol have what tests look for. */
enum Wire {
  OPENAI("/v1", "model", "/tools", "/function/parameters", "/response_format/json_schema/schema"),
  ANTHROPIC("/v1", "claude-sonnet-4-5", "/tools", "/input_schema", "/output_config/format/schema"),
  GEMINI(
      "/v1beta",
      "gemini-2.5-flash",
      "/tools/0/functionDeclarations",
      "/parametersJsonSchema",
      "/generationConfig/responseJsonSchema"),
  MISTRAL(
      "/mistral/v1",
      "model",
      "/tools",
      "/function/parameters",
      "/response_format/json_schema/schema"),
  OLLAMA("", "model", "/tools", "/function/parameters", "/format");

  private final String path;
  private final String model;
  private final String tools;
  private final String parameters;
  private final String format;

  Wire(String path, String model, String tools, String parameters, String format) {
    this.path = path;
    this.model = model;
    this.tools = tools;
    this.parameters = parameters;
    this.format = format;
  }

  ModelProvider provider(String serverUrl, Transport transport) {
    var config =
        new ProviderConfig("p", Protocol.valueOf(name()), serverUrl + path, "sk-12345678", null);
    return switch (this) {
      case OPENAI -> new OpenAiProvider(config, transport);
      case ANTHROPIC -> new AnthropicProvider(config, transport);
      case GEMINI -> new GeminiProvider(config, transport);
      case MISTRAL -> new MistralProvider(config, transport);
      case OLLAMA -> new OllamaProvider(config, transport);
    };
  }

  String model() {
    return model;
  }

  /** Whether the provider takes a schema of the answer together with tools. */
  boolean takesBoth() {
    return this == OPENAI || this == ANTHROPIC;
  }

  boolean fetchesImages() {
    return this != GEMINI && this != OLLAMA;
  }

  /** How the request has a PNG with these bytes. */
  String png(String base64) {
    return switch (this) {
      case OPENAI, MISTRAL -> "data:image/png;base64," + base64;
      case ANTHROPIC -> "\"media_type\":\"image/png\",\"data\":\"" + base64 + "\"";
      case GEMINI -> "{\"mimeType\":\"image/png\",\"data\":\"" + base64 + "\"}";
      case OLLAMA -> "\"images\":[\"" + base64 + "\"]";
    };
  }

  List<String> toolNames(JsonNode body) {
    return StreamSupport.stream(body.at(tools).spliterator(), false)
        .map(tool -> tool.has("function") ? tool.path("function") : tool)
        .map(tool -> tool.path("name").asText())
        .toList();
  }

  JsonNode schemaOfTool(JsonNode body, int index) {
    return body.at(tools + "/" + index + parameters);
  }

  JsonNode schemaOfAnswer(JsonNode body) {
    return body.at(format);
  }
}
