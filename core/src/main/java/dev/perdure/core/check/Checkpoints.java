package dev.perdure.core.check;

/**
 * SPI: hears when execution passes a named point, so that a fault test can end the process exactly
 * there. Found by {@link java.util.ServiceLoader}; without one, nothing listens.
 */
@FunctionalInterface
public interface Checkpoints {

  /** Nobody listens. */
  Checkpoints NONE = (point, subject) -> {};

  /**
   * Execution is at this point.
   *
   * @param subject the step or run it works on
   */
  void reached(Point point, String subject);

  /** The points, about in the order a run passes them. */
  enum Point {
    RUN_COMMITTED,
    /** A command is written down; nobody has been told. */
    COMMAND_COMMITTED,
    RUN_BEGUN,
    BEFORE_CLAIM,
    DURING_MODEL_STREAM,
    BEFORE_INTENT,
    BEFORE_TOOL_CALL,
    AFTER_TOOL_CALL,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    BEFORE_PUBLISH,
    /** An interrupt is written down; the workflow does not know, and does not wait yet. */
    INTERRUPT_OPENED,
    /** A sub-agent's run is made, and not started. */
    CHILD_MADE,
    /**
     * The end of a run is written down; nobody has been told, and the next has not been started.
     */
    RUN_ENDED
  }
}
