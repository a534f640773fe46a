package dev.perdure.llm.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How one provider is reached.
 *
 * @param name the part before the slash in {@code provider/model}
 * @param protocol what it speaks
 * @param baseUrl its address up to and with the version, such as {@code https://api.openai.com/v1}
 * @param apiKey its key; null where none is needed
 * @param model the model used where nobody chose one; null if there is none
 */
public record ProviderConfig(
    String name,
    Protocol protocol,
    String baseUrl,
    @Nullable String apiKey,
    @Nullable String model) {

  /** What a provider speaks. */
  public enum Protocol {
    /** OpenAI itself: chat completions with its newer parameter names. */
    OPENAI,
    /** Anyone else who speaks chat completions, such as vLLM. */
    OPENAI_COMPATIBLE,
    /** Anthropic's messages. */
    ANTHROPIC,
    /** Google's Gemini API. */
    GEMINI,
    /** Mistral's chat completions, which differ from OpenAI's in details. */
    MISTRAL,
    /** Ollama's own chat. */
    OLLAMA
  }

  public ProviderConfig {
    if (!name.matches("[a-z0-9][a-z0-9_-]*")) {
      throw new IllegalArgumentException(
          "Provider name \"" + name + "\" is not valid: use lower-case letters, digits, _ and -.");
    }
    String scheme = URI.create(baseUrl).getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IllegalArgumentException(
          "The base URL of provider " + name + " must begin with http:// or https://.");
    }
    baseUrl = baseUrl.replaceFirst("/+$", "");
    if (protocol == Protocol.OLLAMA) {
      // what this URL was before Ollama was spoken to by its own protocol
      baseUrl = baseUrl.replaceFirst("/v1$", "");
    }
    boolean keyed =
        protocol == Protocol.ANTHROPIC
            || protocol == Protocol.GEMINI
            || protocol == Protocol.MISTRAL;
    if (keyed && (apiKey == null || apiKey.isBlank())) {
      throw new IllegalArgumentException("Provider " + name + " needs an API key.");
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return name + " (" + protocol + ") at " + baseUrl + (apiKey == null ? "" : " with a key");
  }
}
