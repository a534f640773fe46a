package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says what a refused call is refused with. */
final class Refusals {

  private Refusals() {}

  static void assertRefused(String code, ThrowingCallable call) {
    PerdureException refusal = catchThrowableOfType(PerdureException.class, call);
    assertThat(refusal).as("expected %s", code).isNotNull();
    assertThat(refusal.error().code()).isEqualTo(code);
  }
}
