package dev.perdure.core.secret;

import org.jspecify.annotations.Nullable;

/** An encrypted value can't be read: its key is gone, or it was changed or moved. */
public final class UnreadableFieldException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnreadableFieldException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
