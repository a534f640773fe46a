package dev.perdure.core.step;

import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * What a THINK step commits: the assistant's message, what it cost, and the decision.
 *
 * @param messageId the id given to the message when it was opened, or a fresh one
 * @param opened whether {@code TEXT_MESSAGE_START} of {@code messageId} is in the log already
 * @param provider who served the call
 * @param model the model that answered, as the provider names it
 * @param duration how long the call took
 */
public record Thought(
    UUID messageId,
    boolean opened,
    List<ContentPart> content,
    Decision decision,
    String provider,
    String model,
    TokenUsage usage,
    Duration duration) {

  public Thought {
    content = List.copyOf(content);
  }
}
