package dev.perdure.skills.builtin;

/** An expression can't be calculated; the message says why, for a model. */
final class CalculationException extends Exception {

  private static final long serialVersionUID = 1L;

  CalculationException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
