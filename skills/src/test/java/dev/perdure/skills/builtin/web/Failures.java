package dev.perdure.skills.builtin.web;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What calls fail with. */
public final class Failures {

  private Failures() {}

  public static PerdureError of(ThrowingCallable call) {
    PerdureException thrown = catchThrowableOfType(PerdureException.class, call);
    if (thrown == null) {
      throw new AssertionError("nothing was thrown");
    }
    return thrown.error();
  }

  public static PerdureError.ToolFailed tool(ThrowingCallable call) {
    return (PerdureError.ToolFailed) of(call);
  }
}
