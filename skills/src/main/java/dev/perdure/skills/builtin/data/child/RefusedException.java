package dev.perdure.skills.builtin.data.child;

/** A text is not run; the message is for the model. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
