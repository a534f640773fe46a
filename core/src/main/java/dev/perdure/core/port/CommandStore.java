package dev.perdure.core.port;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.CommandRow;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people and programs tell runs. The verdict is in the transaction, the signal rings. */
public interface CommandStore {

  /**
   * Accepts a command, or refuses it. Doing the same again answers what the first time did; only a
   * steer and a top-up need an idempotency key for that, since two of them may be meant. Refused
   * with {@code Conflict}: {@code run_already_ended}, {@code run_cancelling}, {@code
   * run_not_started} (a top-up of a run that has not begun), {@code interrupt_already_settled}
   * (settled otherwise; the message says how), {@code run_not_paused}, {@code no_open_interrupt},
   * {@code operation_not_offered}, {@code effect_may_still_happen} (with the time from when it
   * can't); the message always names the run's present state. With {@code Invalid}: {@code
   * interrupt_required} when several are open and none is named, {@code model_required}, {@code
   * result_required}, {@code top_up_required}, {@code invalid_arguments}.
   *
   * @param runId the run, or one above the run the command is for: an interrupt of a sub-agent can
   *     be settled through its parent
   */
  CommandAccepted accept(
      Caller caller, UUID runId, RunCommand command, @Nullable Idempotency idempotency);

  /** Commands of a run, oldest first. */
  List<CommandRow> list(OrgId orgId, UUID runId);

  /**
   * What the workflow has to hear after a number, oldest first; marks it as taken. Steers are not
   * among them: THINK takes those.
   */
  List<Command> take(RunRef run, int afterNumber);
}
