package dev.perdure.api.stream;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import dev.perdure.store.Ids;
import dev.perdure.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run played by hand: what activities do, in the order the test says. */
final class ScriptedRun {

  private final Store store;
  private final LivePublisher publisher;
  private final Run run;
  private int step;
  private Claim.@Nullable Claimed claimed;
  private UUID message = Ids.timeOrdered().get();
  private String text = "";

  ScriptedRun(Store store, LivePublisher publisher, Run run) {
    this.store = store;
    this.publisher = publisher;
    this.run = run;
  }

  UUID id() {
    return run.id();
  }

  UUID sessionId() {
    return run.sessionId();
  }

  UUID message() {
    return message;
  }

  ScriptedRun begin() {
    publisher.events(((Begun.Running) store.runs().begin(run.ref())).events());
    return this;
  }

  /** Begins a THINK step, and a message in it. */
  ScriptedRun open() {
    claim();
    message = Ids.timeOrdered().get();
    text = "";
    publish(store.steps().openMessage(claimed(), message));
    return this;
  }

  private void claim() {
    step++;
    claimed = (Claim.Claimed) store.steps().claim(StepRef.of(run.ref(), step), StepKind.THINK);
    publisher.events(claimed.events());
  }

  /** The worker died and another takes the step: the open message is void. */
  ScriptedRun takeOver() {
    step--;
    claim();
    return this;
  }

  ScriptedRun say(String piece) {
    publisher.delta(
        run.ref(),
        new Delta(
            run.id(), claimed().step().stepId(), message, claimed().fence(), text.length(), piece));
    text += piece;
    return this;
  }

  /** A tool shows something. */
  ScriptedRun shows(String output) {
    publisher.output(
        run.ref(),
        new OutputDelta(
            run.id(),
            claimed().step().stepId(),
            "call-1",
            claimed().fence(),
            0,
            Channel.STDOUT,
            output,
            null));
    return this;
  }

  /** Commits the thought; its message ends. */
  ScriptedRun commit() {
    publish(
        store
            .steps()
            .commitThought(
                claimed(),
                new Thought(
                    message,
                    true,
                    List.of(new ContentPart.Text(text)),
                    new Decision.Respond(),
                    "rehearsal",
                    "one",
                    TokenUsage.NONE,
                    Duration.ofMillis(1))));
    return this;
  }

  ScriptedRun finish() {
    publisher.events(store.runs().finish(run.ref(), new Ending.Answered(step + 1)).events());
    return this;
  }

  private void publish(Commit commit) {
    List<LoggedEvent> events = ((Commit.Done) commit).events();
    publisher.events(events);
  }

  private Claim.Claimed claimed() {
    return Objects.requireNonNull(claimed);
  }
}
