package dev.perdure.core.model;

import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import java.util.List;

/**
 * What a model answered, whole.
 *
 * @param content text and tool calls
 * @param provider who served the call
 * @param model the model that answered, as the provider names it
 */
public record ModelReply(
    List<ContentPart> content, TokenUsage usage, String provider, String model) {

  public ModelReply {
    content = List.copyOf(content);
  }
}
