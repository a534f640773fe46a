package dev.perdure.api.problem;

import dev.perdure.core.error.PerdureError;
import java.util.Set;

/** The one place where a {@link PerdureError} becomes an HTTP status. */
final class ErrorToProblem {

  /**
   * Codes of requests that could not even be read; other invalid ones were read, but say no sense.
   */
  private static final Set<String> MALFORMED =
      Set.of(
          "malformed_json",
          "malformed_yaml",
          "body_required",
          "invalid_cursor",
          "invalid_parameter",
          "invalid_header");

  private ErrorToProblem() {}

  static Problem problem(PerdureError error) {
    return switch (error) {
      case PerdureError.Invalid invalid ->
          Problem.of(
                  MALFORMED.contains(invalid.code()) ? 400 : 422,
                  invalid.code(),
                  invalid.message(),
                  invalid.field())
              .withFlaws(
                  invalid.flaws().stream()
                      .map(flaw ->
                          new Problem.Flaw(flaw.file(), flaw.line(), flaw.column(), flaw.message()))
                      .toList());
      case PerdureError.Unauthenticated _ -> plain(401, error);
      case PerdureError.Forbidden _ -> plain(403, error);
      case PerdureError.NotFound _ -> plain(404, error);
      case PerdureError.Conflict conflict -> plain(409, error).withRunStatus(conflict.state());
      case PerdureError.Cancelled _ -> plain(409, error);
      case PerdureError.RateLimited _ -> plain(429, error);
      case PerdureError.Unavailable _ -> plain(503, error);
      case PerdureError.ModelFailed _, PerdureError.ToolFailed _, PerdureError.OutboundFailed _ ->
          plain(502, error);
    };
  }

  private static Problem plain(int status, PerdureError error) {
    return Problem.of(status, error.code(), error.message());
  }
}
