package dev.perdure.api.filters;

import java.io.IOException;

/** The body is not what its {@code Content-Encoding} says, or ends before it is whole. */
public final class BrokenBodyException extends IOException {

  private static final long serialVersionUID = 1L;

  BrokenBodyException(IOException cause) {
    super("The body is no gzip, though its Content-Encoding says so, or it was cut.", cause);
  }
}
