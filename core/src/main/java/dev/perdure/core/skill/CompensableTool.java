package dev.perdure.core.skill;

/** SPI: a tool whose effect can be undone. */
public interface CompensableTool extends Tool {

  /** The code of a failure that tells what could not be undone, where all else was. */
  String PARTLY_UNDONE = "partly_undone";

  /**
   * Undoes a call. May be called again for the same effect after a crash, and for a call that never
   * took effect: both must be harmless. The invocation's {@link ToolInvocation#idempotencyKey} is
   * that of the call.
   *
   * @param call the call to undo, with the arguments it was made with
   * @param result what the call had answered; empty when that is not known
   * @throws dev.perdure.core.error.PerdureException with {@code ToolFailed}, retryable or not;
   *     {@link #PARTLY_UNDONE} when something is left, which the message names
   */
  void undo(ToolInvocation call, String result);
}
