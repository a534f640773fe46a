package dev.perdure.workflows;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Activities that do what a test says, over one run kept in memory, and keep a journal. */
final class Script implements ThinkActivities, ActActivities, RunActivities {

  /**
   * What was done, in order, such as {@code think 1}, {@code act 2.1}, {@code finish succeeded}.
   */
  final List<String> journal = new CopyOnWriteArrayList<>();

  /** When each attempt of a THINK began, on the environment's clock. */
  final List<Long> thinkTimes = new CopyOnWriteArrayList<>();

  final List<RunError> givenUp = new CopyOnWriteArrayList<>();
  private final List<Command> commands = new CopyOnWriteArrayList<>();

  int maxSteps = 100;
  Function<StepRef, Decision> onThink = step -> new Decision.Respond();
  Function<StepRef, ActResult> onAct = call -> ActResult.DONE;
  Runnable onBegin = () -> {};
  Runnable onFinish = () -> {};
  java.util.function.LongSupplier clock = System::currentTimeMillis;
  private volatile Optional<Ending> ended = Optional.empty();

  /** Decides on this many calls of one tool at each THINK up to a step, then answers. */
  static Function<StepRef, Decision> actingUntil(int step, int calls) {
    return think -> think.number() < step ? acts(calls, 4) : new Decision.Respond();
  }

  static Decision acts(int calls, int attempts) {
    return new Decision.Act(
        IntStream.rangeClosed(1, calls)
            .mapToObj(
                i -> new PlannedCall(i, "clock", Effect.NONE, Duration.ofSeconds(30), attempts))
            .toList());
  }

  /** Works until it is cancelled, as a long model or tool call does; never returns. */
  static RuntimeException untilCancelled() {
    ActivityExecutionContext context = Activity.getExecutionContext();
    while (true) {
      context.heartbeat(null);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** Works until it is cancelled, and comes to a result all the same. */
  static <T> T resultInSpiteOfCancel(T result) {
    try {
      throw untilCancelled();
    } catch (ActivityCompletionException e) {
      return result;
    }
  }

  void command() {
    commands.add(new Command(commands.size() + 1, Command.Kind.CANCEL));
  }

  Optional<Ending> ended() {
    return ended;
  }

  @Override
  public Decision think(StepRef step, @Nullable ThinkOrder order) {
    thinkTimes.add(clock.getAsLong());
    return noting("think " + place(step), () -> onThink.apply(step));
  }

  @Override
  public ActResult act(StepRef call) {
    return noting("act " + place(call), () -> onAct.apply(call));
  }

  private <T> T noting(String what, java.util.function.Supplier<T> work) {
    journal.add(what);
    try {
      return work.get();
    } catch (ActivityCompletionException e) {
      journal.add("stopped " + what);
      throw e;
    }
  }

  @Override
  public RunBegin begin(RunRef run) {
    journal.add("begin");
    onBegin.run();
    return new RunBegin(ended.isEmpty(), maxSteps, null);
  }

  @Override
  public List<Command> takeCommands(RunRef run, int after) {
    journal.add("take after " + after);
    return commands.stream().filter(command -> command.number() > after).toList();
  }

  @Override
  public ActResult giveUp(StepRef call, RunError error) {
    journal.add("give up " + place(call) + " " + error.code());
    givenUp.add(error);
    return ActResult.DONE;
  }

  @Override
  public RunStatus finish(RunRef run, Ending ending) {
    onFinish.run();
    ended = ended.or(() -> Optional.of(ending));
    journal.add("finish " + ended.orElseThrow().status().wireName());
    return ended.orElseThrow().status();
  }

  /** The journal without the reading of commands, whose number depends on when the bell rang. */
  List<String> deeds() {
    return new ArrayList<>(journal).stream().filter(line -> !line.startsWith("take")).toList();
  }

  private static String place(StepRef step) {
    return step.number() + (step.call() == 0 ? "" : "." + step.call());
  }
}
