package dev.perdure.store;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Inputs for runs that are active: kept as commands until a THINK takes them in. */
final class Steers {

  private final Json json;
  private final CommandRows commands;

  Steers(Json json, CommandRows commands) {
    this.json = json;
    this.commands = commands;
  }

  /** Accepts a steer. The session is locked. No workflow has to be told. */
  Told accept(Handle handle, Caller caller, RunRef ref, List<ContentPart> input) {
    RunLock.Locked run = RunLock.run(handle, ref);
    Refused.ended(run);
    int number = add(handle, ref, caller.userId(), input);
    return new Told(ref, number, List.of(), List.of(), List.of(), List.of(), false);
  }

  /** Adds a steer. The session is locked. */
  int add(Handle handle, RunRef run, UUID userId, List<ContentPart> input) {
    String payload = "{\"input\":" + json.content(input) + "}";
    return commands.insert(
        handle, run, userId, new CommandRows.New(Command.Kind.STEER, null, null, payload));
  }
}
