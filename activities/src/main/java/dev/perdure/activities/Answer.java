package dev.perdure.activities;

import dev.perdure.core.model.ModelReply;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.step.ModelUse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a model said in a step, in one call or after it was asked again.
 *
 * @param reply the reply that counts
 * @param opened whether its message was shown
 * @param usage of all calls
 * @param costMicros of all calls
 * @param reasoning what it thought aloud
 */
record Answer(
    ModelReply reply,
    UUID messageId,
    boolean opened,
    TokenUsage usage,
    long costMicros,
    Duration took,
    @Nullable String reasoning) {

  ModelUse use() {
    return new ModelUse(reply.provider(), reply.model(), usage, took, costMicros);
  }

  /** This one, given after another that was not good enough. */
  Answer after(Answer first) {
    return new Answer(
        reply,
        messageId,
        opened,
        first.usage.plus(usage),
        first.costMicros + costMicros,
        first.took.plus(took),
        reasoning == null ? first.reasoning : reasoning);
  }
}
