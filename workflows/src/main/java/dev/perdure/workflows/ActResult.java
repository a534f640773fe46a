package dev.perdure.workflows;

import dev.perdure.core.run.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * What came of a tool call. The result itself is in the transcript, never here. Grows by appending
 * only.
 *
 * @param ended where the run stands, when it takes no more steps so that nothing was done
 * @param unknown whether nobody knows if its effect took place; a person has to say
 */
public record ActResult(@Nullable RunStatus ended, boolean unknown) {

  /** The call has its result. */
  public static final ActResult DONE = new ActResult(null, false);

  /** Nobody knows whether its effect took place. */
  public static final ActResult UNKNOWN = new ActResult(null, true);

  /** Nothing was done, since the run takes no more steps. */
  public static ActResult refused(RunStatus status) {
    return new ActResult(status, false);
  }
}
