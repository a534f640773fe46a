package dev.perdure.core.run;

import dev.perdure.core.session.ContentPart;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person or a program tells a run. Becomes a numbered {@link Command} when accepted. */
public sealed interface RunCommand {

  /** The kind of command it becomes. */
  Command.Kind kind();

  /**
   * Lets a tool call be made.
   *
   * @param arguments JSON that replaces the model's arguments, which makes it a new effect; as the
   *     model wrote them when absent
   */
  record Approve(UUID interruptId, @Nullable String arguments) implements RunCommand {
    @Override
    public Command.Kind kind() {
      return Command.Kind.APPROVE;
    }
  }

  /** Forbids a tool call; the model is told, with the reason. */
  record Deny(UUID interruptId, @Nullable String reason) implements RunCommand {
    @Override
    public Command.Kind kind() {
      return Command.Kind.DENY;
    }
  }

  /** Answers a question of the agent. */
  record Answer(UUID interruptId, String text) implements RunCommand {
    @Override
    public Command.Kind kind() {
      return Command.Kind.ANSWER;
    }
  }

  /** Adds an input to the run; its next THINK takes it in. */
  record Steer(List<ContentPart> input) implements RunCommand {
    public Steer {
      input = List.copyOf(input);
    }

    @Override
    public Command.Kind kind() {
      return Command.Kind.STEER;
    }
  }

  /** Begins no further step, here and in sub-agents, until it is resumed. */
  record Pause() implements RunCommand {
    @Override
    public Command.Kind kind() {
      return Command.Kind.PAUSE;
    }
  }

  /** Ends a pause, here and in sub-agents. */
  record Resume() implements RunCommand {
    @Override
    public Command.Kind kind() {
      return Command.Kind.RESUME;
    }
  }

  /** Stops the run and its sub-agents. */
  record Cancel(CancelMode mode) implements RunCommand {
    @Override
    public Command.Kind kind() {
      return Command.Kind.CANCEL;
    }
  }

  /** Raises the budget, and lets a run that waits for that go on. */
  record AddBudget(TopUp topUp) implements RunCommand {
    @Override
    public Command.Kind kind() {
      return Command.Kind.TOP_UP;
    }
  }

  /**
   * Settles what a run that waits for recovery or for a budget is to do.
   *
   * @param interruptId which wait; may be left out when there is only one
   * @param model for {@code SWITCH_MODEL}: {@code provider/model}
   * @param result for {@code PROVIDE_RESULT}
   * @param topUp for {@code TOP_UP}
   */
  record Recover(
      @Nullable UUID interruptId,
      RecoveryOperation operation,
      @Nullable String model,
      @Nullable String result,
      @Nullable TopUp topUp)
      implements RunCommand {
    @Override
    public Command.Kind kind() {
      return Command.Kind.RECOVER;
    }
  }
}
