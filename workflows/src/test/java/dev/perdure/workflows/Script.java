package dev.perdure.workflows;

import dev.perdure.core.run.BudgetKind;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Activities that do what a test says, over runs kept in memory, and keep a journal. */
final class Script implements ThinkActivities, ActActivities, RunActivities, AnswerActivities {

  /**
   * What was done, in order, such as {@code think 1}, {@code act 2.1}, {@code finish succeeded}.
   * What a sub-agent did has the call that made it in front: {@code 2.1> think 1}.
   */
  final List<String> journal = new CopyOnWriteArrayList<>();

  /** When each attempt of a THINK began, on the environment's clock. */
  final List<Long> thinkTimes = new CopyOnWriteArrayList<>();

  final List<RunError> givenUp = new CopyOnWriteArrayList<>();

  /** Opens when commands are taken for the first time. */
  final CountDownLatch taken = new CountDownLatch(1);

  final Desk desk = new Desk(this);
  final Helpers helpers = new Helpers(this);
  final Undo undo = new Undo(this);

  /** Absent for runs of an older release. */
  @Nullable RunTerms terms;

  /** The greatest step that is within the budget. */
  volatile int maxSteps = 100;

  boolean hasAnswer = true;
  UUID root = UUID.randomUUID();
  Function<StepRef, Decision> onThink = step -> new Decision.Respond();
  BiFunction<StepRef, ThinkOrder, Decision> onOrder = (step, order) -> onThink.apply(step);
  Function<StepRef, ActResult> onAct = call -> ActResult.DONE;
  Runnable onBegin = () -> {};
  Runnable onFinish = () -> {};
  Function<Ending, Optional<RunStatus>> insteadOfFinish = ending -> Optional.empty();
  ActResult onGiveUp = ActResult.DONE;
  LongSupplier clock = System::currentTimeMillis;
  private final Map<UUID, List<Command>> commands = new ConcurrentHashMap<>();
  private final Map<UUID, Ending> ended = new ConcurrentHashMap<>();

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

  /** A person cancels. */
  void command() {
    command(root, Command.Kind.CANCEL, null, null);
  }

  void command(Command.Kind kind) {
    command(root, kind, null, null);
  }

  /** A top-up, after which so much is left of the run's time. */
  void toppedUp(Duration timeLeft) {
    told(root, number -> new Command(number, Command.Kind.TOP_UP, null, "top_up", timeLeft));
  }

  Command command(UUID run, Command.Kind kind, @Nullable UUID interrupt, @Nullable String choice) {
    return told(run, number -> new Command(number, kind, interrupt, choice));
  }

  private synchronized Command told(UUID run, IntFunction<Command> numbered) {
    List<Command> told = commands.computeIfAbsent(run, _ -> new CopyOnWriteArrayList<>());
    Command command = numbered.apply(told.size() + 1);
    told.add(command);
    return command;
  }

  Optional<Ending> ended() {
    return ended(root);
  }

  Optional<Ending> ended(UUID run) {
    return Optional.ofNullable(ended.get(run));
  }

  @Override
  public Decision think(StepRef step, @Nullable ThinkOrder given) {
    ThinkOrder order = given == null ? ThinkOrder.FIRST : given;
    thinkTimes.add(clock.getAsLong());
    if (terms != null && step.number() > maxSteps && !order.last()) {
      journal.add("spent " + place(step));
      return new Decision.Exhausted(BudgetKind.STEPS);
    }
    String how =
        (order.model() == 0 ? "" : " model " + order.model()) + (order.last() ? " last" : "");
    return noting("think " + place(step) + how, step, () -> onOrder.apply(step, order));
  }

  @Override
  public ActResult act(StepRef call) {
    return noting("act " + place(call), call, () -> onAct.apply(call));
  }

  private <T> T noting(String what, StepRef step, Supplier<T> work) {
    note(step.run(), what);
    try {
      return work.get();
    } catch (ActivityCompletionException e) {
      note(step.run(), "stopped " + what);
      throw e;
    }
  }

  void note(RunRef run, String what) {
    journal.add(helpers.name(run.runId()) + what);
  }

  @Override
  public RunBegin begin(RunRef run) {
    note(run, "begin");
    onBegin.run();
    if (ended(run.runId()).isPresent()) {
      return RunBegin.NOTHING;
    }
    RunTerms given = helpers.has(run) ? helpers.terms : terms;
    return given == null ? new RunBegin(true, maxSteps, null, false) : RunBegin.on(given);
  }

  @Override
  public List<Command> takeCommands(RunRef run, int after) {
    note(run, "take after " + after);
    taken.countDown();
    return commands.getOrDefault(run.runId(), List.of()).stream()
        .filter(command -> command.number() > after)
        .toList();
  }

  @Override
  public ActResult giveUp(StepRef call, RunError error) {
    note(call.run(), "give up " + place(call) + " " + error.code());
    givenUp.add(error);
    return onGiveUp;
  }

  @Override
  public RunStatus finish(RunRef run, Ending ending) {
    onFinish.run();
    Optional<RunStatus> instead = insteadOfFinish.apply(ending);
    if (instead.isPresent()) {
      note(run, "not finished " + instead.get().wireName());
      return instead.get();
    }
    RunStatus status = ended.merge(run.runId(), ending, (first, _) -> first).status();
    note(run, "finish " + status.wireName());
    return status;
  }

  @Override
  public boolean hasAnswer(RunRef run) {
    note(run, "has answer");
    return hasAnswer;
  }

  /** The journal without the reading of commands, whose number depends on when the bell rang. */
  List<String> deeds() {
    return new ArrayList<>(journal).stream().filter(line -> !line.contains("take after")).toList();
  }

  static String place(StepRef step) {
    return step.number() + (step.call() == 0 ? "" : "." + step.call());
  }
}
