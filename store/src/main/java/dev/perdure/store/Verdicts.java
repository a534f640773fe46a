package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.Caller;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** Approvals, denials and answers. The session is locked. */
final class Verdicts {

  private final Json json;
  private final InterruptVerdict verdict;
  private final InterruptFinder finder;
  private final CommandRows commands;
  private final StepGiven given;

  Verdicts(
      Json json,
      InterruptVerdict verdict,
      InterruptFinder finder,
      CommandRows commands,
      StepGiven given) {
    this.json = json;
    this.verdict = verdict;
    this.finder = finder;
    this.commands = commands;
    this.given = given;
  }

  Told approve(Handle handle, Caller caller, RunRef named, RunCommand.Approve command) {
    String arguments = command.arguments();
    if (arguments != null && json.arguments(arguments).isEmpty()) {
      throw PerdureException.invalid(
          "invalid_arguments", "The arguments of a call are a JSON object.", "/arguments");
    }
    Map<String, Object> words = arguments == null ? Map.of() : Map.of("arguments", arguments);
    InterruptFinder.Found found = finder.byId(handle, named, command.interruptId());
    return settle(
        handle,
        caller,
        found,
        command.kind(),
        words,
        place -> {
          Interrupt shown = found.row().interrupt();
          if (arguments != null && edited(shown, arguments)) {
            given.reword(handle, place, arguments);
            given.approve(handle, place, arguments);
          } else {
            given.approve(handle, place, shownArguments(shown));
          }
        });
  }

  Told deny(Handle handle, Caller caller, RunRef named, RunCommand.Deny command) {
    String reason = command.reason();
    Map<String, Object> words = reason == null ? Map.of() : Map.of("reason", reason);
    String told = "A person denied this call." + (reason == null ? "" : " Reason: " + reason);
    return settle(
        handle,
        caller,
        finder.byId(handle, named, command.interruptId()),
        command.kind(),
        words,
        place -> given.give(handle, place, ToolOutput.failure(told)));
  }

  Told answer(Handle handle, Caller caller, RunRef named, RunCommand.Answer command) {
    return settle(
        handle,
        caller,
        finder.byId(handle, named, command.interruptId()),
        command.kind(),
        Map.of("text", command.text()),
        place -> given.give(handle, place, ToolOutput.of(command.text())));
  }

  /** What a verdict does to its call. */
  private interface Change {
    void on(StepGiven.Place call);
  }

  private Told settle(
      Handle handle,
      Caller caller,
      InterruptFinder.Found found,
      Command.Kind kind,
      Map<String, Object> words,
      Change change) {
    InterruptRows.Row row = found.row();
    Settlement settlement = Settlement.of(json, kind.wireName(), words);
    if (!row.open()) {
      return settlement.again(found);
    }
    requireFor(found, kind);
    change.on(
        new StepGiven.Place(
            row.interrupt().run(),
            Objects.requireNonNull(row.number()),
            Objects.requireNonNull(row.call())));
    int number =
        commands.insert(
            handle,
            found.run().ref(),
            caller.userId(),
            new CommandRows.New(kind, row.id(), null, json.object(words)));
    EventBatch batch = new EventBatch();
    verdict.settle(
        handle,
        row.interrupt(),
        Interrupt.Status.SETTLED,
        new InterruptVerdict.By(caller.userId(), number, settlement.words()),
        batch);
    return Told.ring(found.run(), number, batch);
  }

  private static void requireFor(InterruptFinder.Found found, Command.Kind kind) {
    WaitReason reason = found.row().interrupt().reason();
    WaitReason settles = kind == Command.Kind.ANSWER ? WaitReason.INPUT : WaitReason.APPROVAL;
    if (reason != settles) {
      throw Refused.because(
          "operation_not_offered",
          "This interrupt is for "
              + reason.wireName()
              + "; "
              + kind.wireName()
              + " can't settle it.",
          found.run());
    }
  }

  private static String shownArguments(Interrupt interrupt) {
    return Objects.requireNonNullElse(interrupt.arguments(), "");
  }

  private boolean edited(Interrupt interrupt, String arguments) {
    return !json.arguments(arguments).equals(json.arguments(shownArguments(interrupt)));
  }
}
