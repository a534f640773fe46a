package dev.perdure.skills.builtin.data.child;

import dev.perdure.skills.builtin.data.wire.Failure;

/** A text is not run; the message is for the model. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Failure failure;

  RefusedException(String message) {
    this(Failure.REFUSED, message);
  }

  RefusedException(Failure failure, String message) {
    super(message);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
