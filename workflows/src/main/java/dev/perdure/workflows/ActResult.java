package dev.perdure.workflows;

import dev.perdure.core.run.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * What came of a tool call. The result itself is in the transcript, never here.
 *
 * @param ended where the run stands, when it takes no more steps so that nothing was done
 */
public record ActResult(@Nullable RunStatus ended) {

  /** The call has its result. */
  public static final ActResult DONE = new ActResult(null);
}
