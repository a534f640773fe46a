package dev.perdure.activities;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.model.ModelListener;
import dev.perdure.core.step.Claim;
import java.util.UUID;

/** Shows what a model says in one call while it says it: what it thinks aloud, and its answer. */
final class MessageStream implements ModelListener {

  private final UUID messageId = UuidCreator.getTimeOrderedEpoch();
  private final LiveText reasoning;
  private final LiveText answer;

  MessageStream(Claim.Claimed step, Ports ports, Ticker ticker, StopSignal stop) {
    UUID reasoningId = UuidCreator.getTimeOrderedEpoch();
    reasoning =
        new LiveText(
            new LiveText.Subject(
                step,
                reasoningId,
                true,
                () -> ports.steps().openReasoning(step, reasoningId),
                () -> {}),
            ports.live(),
            ticker,
            stop);
    answer =
        new LiveText(
            new LiveText.Subject(
                step,
                messageId,
                false,
                () -> ports.steps().openMessage(step, messageId),
                () ->
                    ports
                        .checkpoints()
                        .reached(Checkpoints.Point.DURING_MODEL_STREAM, step.step().stepId())),
            ports.live(),
            ticker,
            stop);
  }

  /** The id of the answer's message, whether it was shown or not. */
  UUID messageId() {
    return messageId;
  }

  @Override
  public void text(String delta) {
    answer.add(delta);
  }

  @Override
  public void reasoning(String delta) {
    reasoning.add(delta);
  }

  /** Publishes the rest; nothing is published after. Tells whether the answer was opened. */
  boolean close() {
    reasoning.close();
    return answer.close();
  }
}
