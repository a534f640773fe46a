package dev.perdure.devstack;

/** Something a person has to know or do; its message is one plain line that says what. */
public final class DevStackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String line;

  public DevStackException(String message) {
    super(message);
    this.line = message;
  }

  public DevStackException(String message, Throwable cause) {
    super(message, cause);
    this.line = message;
  }

  @Override
  public String getMessage() {
    return line;
  }
}
