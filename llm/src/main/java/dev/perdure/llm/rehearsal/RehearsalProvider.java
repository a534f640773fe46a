package dev.perdure.llm.rehearsal;

import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.skill.Cancellation;
import java.time.Duration;

/**
 * A stand-in for a language model: it needs no network and no key, understands nothing, and does
 * what the cues in the conversation say ({@link Script}). Model {@code default} speaks at the
 * configured pace, {@code instant} without any pause.
 */
public final class RehearsalProvider implements ModelProvider {
  /** The provider's name. */
  public static final String NAME = "rehearsal";

  private static final String INSTANT = "instant";

  private final Duration pause;
  private final Script script = new Script();

  /** With so long a pause between two words. */
  public RehearsalProvider(Duration pause) {
    this.pause = pause;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ModelReply call(ModelRequest request, ModelListener listener, Cancellation cancellation) {
    Turn turn = script.next(Conversation.of(request));
    Duration pace = turn.pause() == null ? pause : turn.pause();
    Duration used = request.model().equals(INSTANT) ? Duration.ZERO : pace;
    String thoughts = turn.reasoning();
    var speech = new Speech(used, request.deadline(), cancellation);
    if (thoughts != null) {
      speech.say(thoughts, listener::reasoning);
    }
    speech.say(turn.text(), listener::text);
    return new ModelReply(
        turn.content(), Tokens.of(request, turn), NAME, request.model(), false, thoughts);
  }
}
