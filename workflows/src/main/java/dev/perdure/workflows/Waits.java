package dev.perdure.workflows;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RunStatus;
import dev.perdure.workflows.WaitActivities.Opened;
import dev.perdure.workflows.WaitActivities.Settled;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Waits for people: opens the interrupt, waits for its verdict however long that takes, and sees to
 * reminder and deadlines. Who wins at a deadline is settled in the database.
 */
final class Waits {

  private final WaitActivities records;
  private final Verdicts verdicts;
  private final Pause pause;
  private final WallTime wallTime;
  private final Situation situation;

  Waits(
      WaitActivities records,
      Verdicts verdicts,
      Pause pause,
      WallTime wallTime,
      Situation situation) {
    this.records = records;
    this.verdicts = verdicts;
    this.pause = pause;
    this.wallTime = wallTime;
    this.situation = situation;
  }

  /** Waits in the branch that calls it. */
  Verdict on(Awaited awaited) {
    return switch (Attempt.beginning(() -> records.open(awaited.request()))) {
      case StepOutcome.Done<Opened> done -> opened(awaited, done.value());
      case StepOutcome.Failed<Opened> failed -> new Verdict.Failed(failed.error());
      case StepOutcome.Stopped<Opened> _ -> new Verdict.Stopped();
    };
  }

  private Verdict opened(Awaited awaited, Opened opened) {
    RunStatus ended = opened.ended();
    if (ended != null) {
      return new Verdict.Refused(ended);
    }
    Command settled = opened.settled();
    if (settled != null) {
      return new Verdict.Ordered(settled);
    }
    UUID interrupt =
        Objects.requireNonNull(opened.interruptId(), "an opened interrupt without its id");
    situation.waitsFor(awaited.words());
    try {
      Verdict verdict = await(awaited, interrupt);
      situation.goesOn(awaited.words());
      return verdict;
    } catch (CanceledFailure _) {
      return new Verdict.Stopped();
    }
  }

  private Verdict await(Awaited awaited, UUID interrupt) {
    InterruptRequest request = awaited.request();
    Instant began = WallTime.now();
    Queue<Alarm> alarms = Alarm.of(request, awaited.bounded() ? wallTime.left() : null);
    while (true) {
      Alarm alarm = alarms.poll();
      Timers.await(alarm == null ? null : began.plus(alarm.after()), () -> verdicts.has(interrupt));
      Command command = verdicts.take(interrupt);
      if (command != null) {
        return new Verdict.Ordered(command);
      }
      Verdict verdict = alarm == null ? null : goesOff(alarm.kind(), request, interrupt);
      if (verdict != null) {
        return verdict;
      }
      if (alarm != null && alarm.kind() == Alarm.Kind.WALL_TIME) {
        again(alarms, began);
      }
    }
  }

  /** There was a top-up of time meanwhile. */
  private void again(Queue<Alarm> alarms, Instant began) {
    Duration left = wallTime.left();
    if (left != null) {
      Duration after = Duration.between(began, WallTime.now()).plus(left);
      alarms.add(new Alarm(after, Alarm.Kind.WALL_TIME));
    }
  }

  /** What follows from an alarm; absent when the wait goes on. */
  private @Nullable Verdict goesOff(Alarm.Kind kind, InterruptRequest request, UUID interrupt) {
    return switch (kind) {
      case REMIND -> remind(request, interrupt);
      case TRY_AGAIN -> tryAgain(request, interrupt);
      case DEADLINE -> expire(request, interrupt);
      case WALL_TIME -> {
        Duration left = wallTime.left();
        yield left != null && left.isZero() ? outOfTime(request, interrupt) : null;
      }
    };
  }

  private @Nullable Verdict remind(InterruptRequest request, UUID interrupt) {
    StepOutcome<Boolean> _ =
        Attempt.recording(() -> {
          records.remind(request.step().run(), interrupt);
          return true;
        });
    return null; // a reminder that could not be given changes nothing
  }

  private @Nullable Verdict tryAgain(InterruptRequest request, UUID interrupt) {
    if (pause.on()) {
      Workflow.await(() -> !pause.on() || verdicts.has(interrupt));
    }
    return verdicts.has(interrupt)
        ? ordered(interrupt)
        : settle(() -> records.retry(request.step().run(), interrupt), new Verdict.TriesAgain());
  }

  private Verdict expire(InterruptRequest request, UUID interrupt) {
    return settle(() -> records.expire(request.step().run(), interrupt), new Verdict.Expired());
  }

  /** Older builds took the end of the run's time for the deadline of the call. */
  private Verdict outOfTime(InterruptRequest request, UUID interrupt) {
    return Workflow.getVersion("out-of-time-denies", Workflow.DEFAULT_VERSION, 1) >= 1
        ? settle(() -> records.outOfTime(request.step().run(), interrupt), new Verdict.OutOfTime())
        : expire(request, interrupt);
  }

  private Verdict ordered(UUID interrupt) {
    return new Verdict.Ordered(Objects.requireNonNull(verdicts.take(interrupt)));
  }

  private static Verdict settle(Func<Settled> settling, Verdict won) {
    return switch (Attempt.recording(settling)) {
      case StepOutcome.Failed<Settled> failed -> new Verdict.Failed(failed.error());
      case StepOutcome.Stopped<Settled> _ -> new Verdict.Stopped();
      case StepOutcome.Done<Settled> done -> {
        Command settled = done.value().settled();
        if (done.value().won()) {
          yield won;
        }
        // neither by this nor by a person: the run itself was stopped
        yield settled == null
            ? new Verdict.Refused(RunStatus.CANCELLING)
            : new Verdict.Ordered(settled);
      }
    };
  }
}
