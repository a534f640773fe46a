package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says what a refused call is refused with. */
final class Refusals {

  private Refusals() {}

  /** Refused with the code, and with a message that holds all these words. */
  static void assertRefused(String code, ThrowingCallable call, String... words) {
    PerdureException refusal = catchThrowableOfType(PerdureException.class, call);
    assertThat(refusal).as("expected %s", code).isNotNull();
    assertThat(refusal.error().code()).isEqualTo(code);
    for (String word : words) {
      assertThat(refusal.error().message()).contains(word);
    }
  }
}
