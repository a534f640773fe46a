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

  /** The points, in the order a run passes them. */
  enum Point {
    RUN_COMMITTED,
    BEFORE_CLAIM,
    DURING_MODEL_STREAM,
    BEFORE_INTENT,
    BEFORE_TOOL_CALL,
    AFTER_TOOL_CALL,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    BEFORE_PUBLISH
  }
}
