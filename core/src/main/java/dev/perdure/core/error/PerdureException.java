package dev.perdure.core.error;

import dev.perdure.core.run.RunStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries a {@link PerdureError}. Made by the factories below, never inline. */
public final class PerdureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient PerdureError error;

  public PerdureException(PerdureError error) {
    this(error, null);
  }

  public PerdureException(PerdureError error, @Nullable Throwable cause) {
    super(error.code() + ": " + error.message(), cause);
    this.error = error;
  }

  public PerdureError error() {
    return error;
  }

  /** 404: no such {@code kind} (such as "run") in the caller's organization. */
  public static PerdureException notFound(String kind, Object id) {
    return new PerdureException(
        new PerdureError.NotFound(
            kind + "_not_found", "There is no " + kind.replace('_', ' ') + " " + id + "."));
  }

  /** 400 or 422: the request can't be accepted. */
  public static PerdureException invalid(String code, String message, @Nullable String field) {
    return new PerdureException(new PerdureError.Invalid(code, message, field));
  }

  /** 422: what was sent has flaws, each with its place. */
  public static PerdureException flawed(String code, String message, List<Flaw> flaws) {
    return new PerdureException(new PerdureError.Invalid(code, message, null, flaws));
  }

  /** 409: the present state does not allow it. */
  public static PerdureException conflict(String code, String message) {
    return new PerdureException(new PerdureError.Conflict(code, message));
  }

  /** 409: the run's present state does not allow it. */
  public static PerdureException conflict(String code, String message, RunStatus state) {
    return new PerdureException(new PerdureError.Conflict(code, message, state.wireName()));
  }

  /** 503: a part is away. */
  public static PerdureException unavailable(String part, @Nullable Throwable cause) {
    return new PerdureException(
        new PerdureError.Unavailable(
            part + "_unavailable", "The " + part + " can't be reached. Try again shortly."),
        cause);
  }

  /** A model call that may be tried again, after {@code retryAfter} if the provider said so. */
  public static PerdureException modelRetryable(
      String code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    return new PerdureException(
        new PerdureError.ModelFailed(code, message, true, retryAfter), cause);
  }

  /** A model call that will fail the same way again. */
  public static PerdureException modelFinal(
      String code, String message, @Nullable Throwable cause) {
    return new PerdureException(new PerdureError.ModelFailed(code, message, false, null), cause);
  }

  /** A tool call that may be tried again. */
  public static PerdureException toolRetryable(
      String code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    return new PerdureException(
        new PerdureError.ToolFailed(code, message, true, retryAfter), cause);
  }

  /** A tool call that will fail the same way again. */
  public static PerdureException toolFinal(String code, String message, @Nullable Throwable cause) {
    return new PerdureException(new PerdureError.ToolFailed(code, message, false, null), cause);
  }

  /**
   * A request to the outside that came to no answer.
   *
   * @param sent whether it may have reached the other side
   */
  public static PerdureException outbound(
      String code, String message, boolean retryable, boolean sent, @Nullable Throwable cause) {
    return new PerdureException(
        new PerdureError.OutboundFailed(code, message, retryable, sent), cause);
  }

  /** The caller asked to stop. */
  public static PerdureException cancelled() {
    return new PerdureException(new PerdureError.Cancelled("cancelled", "The call was stopped."));
  }
}
