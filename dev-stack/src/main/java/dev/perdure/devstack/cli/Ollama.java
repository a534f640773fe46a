package dev.perdure.devstack.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A local Ollama on its usual port, if there is one. */
final class Ollama {

  private static final URI MODELS = URI.create("http://127.0.0.1:11434/api/tags");

  private Ollama() {}

  static boolean hasModel() {
    HttpRequest request = HttpRequest.newBuilder(MODELS).timeout(Duration.ofSeconds(2)).build();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofMillis(500)).build()) {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new ObjectMapper().readTree(response.body()).at("/models/0/name").isTextual();
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
