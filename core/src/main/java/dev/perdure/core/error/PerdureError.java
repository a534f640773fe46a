package dev.perdure.core.error;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong. Every error has a code that never changes; HTTP statuses and Temporal failures
 * are derived from it in one place each.
 */
public sealed interface PerdureError {

  /** Stable, for programs, in snake_case. */
  String code();

  /** One sentence for people: what is wrong and what to do. */
  String message();

  /** Whether trying the same again later can help. */
  default boolean retryable() {
    return false;
  }

  /**
   * A request or configuration that can't be accepted.
   *
   * @param field the offending field as a JSON pointer or key, if one is to blame
   * @param flaws all that is wrong, where it has places; empty for most
   */
  record Invalid(String code, String message, @Nullable String field, List<Flaw> flaws)
      implements PerdureError {
    public Invalid {
      flaws = List.copyOf(flaws);
    }

    public Invalid(String code, String message, @Nullable String field) {
      this(code, message, field, List.of());
    }
  }

  /** Nobody is known by these credentials. */
  record Unauthenticated(String code, String message) implements PerdureError {}

  /** The caller is known but lacks a permission. */
  record Forbidden(String code, String message) implements PerdureError {}

  /** There is no such thing in the caller's organization. */
  record NotFound(String code, String message) implements PerdureError {}

  /**
   * The thing is in a state that does not allow it.
   *
   * @param state the present one, where it has a name
   */
  record Conflict(String code, String message, @Nullable String state) implements PerdureError {
    public Conflict(String code, String message) {
      this(code, message, null);
    }
  }

  /**
   * Too much was asked for in too short a time, or a quota is used up.
   *
   * @param retryAfter how long to wait before it can be asked again
   */
  record RateLimited(String code, String message, Duration retryAfter) implements PerdureError {
    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** A part the service needs is away. */
  record Unavailable(String code, String message) implements PerdureError {
    @Override
    public boolean retryable() {
      return true;
    }
  }

  /**
   * A model call failed.
   *
   * @param retryAfter how long the provider asks us to wait
   */
  record ModelFailed(String code, String message, boolean retryable, @Nullable Duration retryAfter)
      implements PerdureError {}

  /**
   * A tool call failed.
   *
   * @param retryAfter how long the other side asks us to wait
   */
  record ToolFailed(String code, String message, boolean retryable, @Nullable Duration retryAfter)
      implements PerdureError {}

  /**
   * A request to the outside was refused or came to no answer.
   *
   * @param sent whether it may have reached the other side
   */
  record OutboundFailed(String code, String message, boolean retryable, boolean sent)
      implements PerdureError {}

  /** Somebody asked to stop. */
  record Cancelled(String code, String message) implements PerdureError {}
}
