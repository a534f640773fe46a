package dev.perdure.testkit;

import dev.perdure.testkit.internal.HttpHost;
import dev.perdure.testkit.internal.Options;
import dev.perdure.testkit.model.ModelRoutes;
import java.io.IOException;

/**
 * A model provider that does as it is told, as a process of its own: OpenAI's {@code
 * /v1/chat/completions} and {@code /v1/models}, Anthropic's {@code /v1/messages}, Gemini's {@code
 * /v1beta/models/…}, Mistral's {@code /mistral/v1/chat/completions}, Ollama's {@code /api/chat} and
 * {@code /api/tags}, scripted through {@code /control}. Options: {@code --port} (0 takes a free
 * one), {@code --keep-requests} (default 200), {@code --until-stdin-closes}.
 */
public final class ModelServerMain {
  private static final int KEPT = 200;

  private ModelServerMain() {}

  public static void main(String[] args) throws IOException {
    var options = Options.parse(args);
    HttpHost.serve(options, ModelRoutes.create(options.number("keep-requests", KEPT)));
  }
}
