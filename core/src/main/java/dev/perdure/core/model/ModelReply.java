package dev.perdure.core.model;

import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered, whole.
 *
 * @param content text and tool calls
 * @param provider who served the call
 * @param model the model that answered, as the provider names it
 * @param truncated whether the reply ends where it does only because its output limit was reached
 * @param reasoning what the model thought before it answered, as its listener heard it; null if it
 *     told nothing
 */
public record ModelReply(
    List<ContentPart> content,
    TokenUsage usage,
    String provider,
    String model,
    boolean truncated,
    @Nullable String reasoning) {

  public ModelReply {
    content = List.copyOf(content);
  }

  /** A reply of a model that does not tell what it thinks. */
  public ModelReply(
      List<ContentPart> content,
      TokenUsage usage,
      String provider,
      String model,
      boolean truncated) {
    this(content, usage, provider, model, truncated, null);
  }

  /** A reply that ends where the model wanted it to. */
  public ModelReply(List<ContentPart> content, TokenUsage usage, String provider, String model) {
    this(content, usage, provider, model, false);
  }
}
