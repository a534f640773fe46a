package dev.perdure.api.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.body.AnswerBody;
import dev.perdure.api.body.ApproveBody;
import dev.perdure.api.body.CommandBody;
import dev.perdure.api.body.CommandDone;
import dev.perdure.api.body.DenyBody;
import dev.perdure.api.body.RecoverBody;
import dev.perdure.api.body.RunBody;
import dev.perdure.api.body.TopUpBody;
import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.CommandStore;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.TopUp;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people and programs tell runs. The verdict is the store's; telling is done afterwards. */
public final class CommandService {

  private static final int ANSWER_LENGTH = 100_000;

  private final RunStore runs;
  private final CommandStore commands;
  private final InterruptChoice interrupts;
  private final EditedArguments edited;
  private final ModelNames models;
  private final Telling telling;
  private final Checkpoints checkpoints;
  private final InputReader input;

  public CommandService(
      RunStore runs,
      CommandStore commands,
      InterruptStore interrupts,
      EditedArguments edited,
      ModelNames models,
      Telling telling,
      Checkpoints checkpoints,
      ObjectMapper mapper) {
    this.runs = runs;
    this.commands = commands;
    this.interrupts = new InterruptChoice(interrupts);
    this.edited = edited;
    this.models = models;
    this.telling = telling;
    this.checkpoints = checkpoints;
    this.input = new InputReader(mapper);
  }

  public List<CommandBody> list(Caller caller, UUID runId) {
    return commands.list(caller.orgId(), find(caller, runId).id()).stream()
        .map(CommandBody::of)
        .toList();
  }

  public Created<CommandDone> approve(
      Caller caller, UUID runId, ApproveBody body, @Nullable Idempotency idempotency) {
    Run run = find(caller, runId);
    UUID interrupt =
        interrupts.choose(run, WaitReason.APPROVAL, body.interruptId(), body.toolCallId());
    String arguments =
        body.arguments() == null ? null : edited.check(caller.orgId(), interrupt, body.arguments());
    return tell(caller, run, new RunCommand.Approve(interrupt, arguments), idempotency);
  }

  public Created<CommandDone> deny(
      Caller caller, UUID runId, DenyBody body, @Nullable Idempotency idempotency) {
    Run run = find(caller, runId);
    String reason = Checks.text(body.reason(), "/reason");
    UUID interrupt =
        interrupts.choose(run, WaitReason.APPROVAL, body.interruptId(), body.toolCallId());
    return tell(caller, run, new RunCommand.Deny(interrupt, reason), idempotency);
  }

  public Created<CommandDone> answer(
      Caller caller, UUID runId, AnswerBody body, @Nullable Idempotency idempotency) {
    Run run = find(caller, runId);
    String text = text(body.text(), "/text");
    UUID interrupt =
        interrupts.choose(run, WaitReason.INPUT, body.interruptId(), body.toolCallId());
    return tell(caller, run, new RunCommand.Answer(interrupt, text), idempotency);
  }

  public Created<CommandDone> steer(
      Caller caller, UUID runId, @Nullable JsonNode given, @Nullable Idempotency idempotency) {
    Run run = find(caller, runId);
    return tell(caller, run, new RunCommand.Steer(input.read(given)), idempotency);
  }

  public Created<CommandDone> pause(Caller caller, UUID runId, @Nullable Idempotency idempotency) {
    return tell(caller, find(caller, runId), new RunCommand.Pause(), idempotency);
  }

  public Created<CommandDone> resume(Caller caller, UUID runId, @Nullable Idempotency idempotency) {
    return tell(caller, find(caller, runId), new RunCommand.Resume(), idempotency);
  }

  /** Accepts a cancel; the run may still be stopping when this returns. */
  public Created<CommandDone> cancel(
      Caller caller, UUID runId, @Nullable CancelMode mode, @Nullable Idempotency idempotency) {
    CancelMode chosen = mode == null ? CancelMode.INTERRUPT : mode;
    return tell(caller, find(caller, runId), new RunCommand.Cancel(chosen), idempotency);
  }

  public Created<CommandDone> topUp(
      Caller caller, UUID runId, TopUpBody body, @Nullable Idempotency idempotency) {
    Run run = find(caller, runId);
    TopUp amount = BudgetChecks.topUp(body, "");
    return tell(caller, run, new RunCommand.AddBudget(amount), idempotency);
  }

  public Created<CommandDone> recover(
      Caller caller, UUID runId, RecoverBody body, @Nullable Idempotency idempotency) {
    Run run = find(caller, runId);
    return tell(caller, run, recovery(caller.orgId(), body), idempotency);
  }

  private RunCommand.Recover recovery(OrgId orgId, RecoverBody body) {
    var operation = Checks.required(body.operation(), "/operation");
    String model = null;
    String result = null;
    TopUp topUp = null;
    switch (operation) {
      case SWITCH_MODEL -> {
        model = Checks.required(body.model(), "/model");
        models.check(orgId, model, "/model");
      }
      case PROVIDE_RESULT -> result = body.result() == null ? null : text(body.result(), "/result");
      case TOP_UP ->
          topUp = BudgetChecks.topUp(Checks.required(body.topUp(), "/top_up"), "/top_up");
      case RETRY, SKIP_STEP, FINISH_WITH_WHAT_IS_KNOWN, CANCEL -> {}
    }
    return new RunCommand.Recover(body.interruptId(), operation, model, result, topUp);
  }

  private static String text(@Nullable String given, String field) {
    String text = Checks.required(given, field);
    if (text.isBlank() || text.length() > ANSWER_LENGTH) {
      throw Checks.invalid(field, "must be a text of 1 to 100,000 characters");
    }
    Checks.noNul(text, field);
    return text;
  }

  private Run find(Caller caller, UUID id) {
    return runs.get(caller.orgId(), id).orElseThrow(() -> PerdureException.notFound("run", id));
  }

  private Created<CommandDone> tell(
      Caller caller, Run run, RunCommand command, @Nullable Idempotency idempotency) {
    CommandAccepted accepted =
        Refusals.withState(
            () -> find(caller, run.id()),
            () -> commands.accept(caller, run.id(), command, idempotency));
    checkpoints.reached(Point.COMMAND_COMMITTED, run.id().toString());
    telling.tell(accepted.events(), accepted.ring(), accepted.start());
    CommandBody row = accepted.command() == null ? null : CommandBody.of(accepted.command());
    return new Created<>(new CommandDone(row, RunBody.of(accepted.run())), accepted.replayed());
  }
}
