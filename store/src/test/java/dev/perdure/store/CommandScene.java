package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A running run that is told things. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CommandScene {

  static final RunError AWAY = new RunError("model_unavailable", "It is away.", "Wait.");
  static final List<RecoveryOperation> ALL = List.of(RecoveryOperation.values());

  final StoreFixture fixture = new StoreFixture(getClass());
  final Store store = fixture.store();
  Caller caller;
  Run run;

  @BeforeEach
  void aRunningRun() {
    caller = fixture.caller();
    run = fixture.running(caller);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  CommandAccepted tell(RunCommand command) {
    return fixture.tell(caller, run.id(), command);
  }

  static RunCommand steer(String text) {
    return new RunCommand.Steer(List.of(new ContentPart.Text(text)));
  }

  static RunCommand.Recover recover(RecoveryOperation operation) {
    return new RunCommand.Recover(null, operation, null, null, null);
  }

  UUID waits(WaitReason reason, @Nullable RunError error, int call) {
    StepRef step = call == 0 ? StepRef.of(run.ref(), 1) : StepRef.of(run.ref(), 2).withCall(call);
    InterruptRequest request =
        new InterruptRequest(step, 1, reason, error, ALL, WaitTerms.FOREVER, null);
    return Objects.requireNonNull(store.interrupts().open(request).interruptId());
  }

  static List<String> names(List<LoggedEvent> events) {
    return events.stream()
        .map(e -> e.event() instanceof RunEvent.Custom c ? c.name() : "")
        .toList();
  }
}
