package dev.perdure.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.perdure.api.filters.BrokenBodyException;
import dev.perdure.api.filters.EncodingFilter;
import dev.perdure.core.error.PerdureException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Turns whatever was thrown into the problem to answer with, and logs it when the fault is ours.
 */
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** The problem of an exception. */
  public static Problem of(Throwable thrown) {
    return classify(thrown).withSession(MDC.get("session_id"));
  }

  /** A problem that tells nothing but an id, under which the log has everything. */
  static Problem internal(@Nullable Throwable thrown) {
    String errorId = UUID.randomUUID().toString();
    LOG.error("Unexpected error {}", errorId, thrown);
    return Problem.of(
            500,
            "internal_error",
            "Something went wrong on our side. The log has it under the error id.")
        .withErrorId(errorId);
  }

  private static Problem classify(Throwable thrown) {
    return switch (thrown) {
      case PerdureException known -> known(known);
      case JsonProcessingException fault -> ErrorToProblem.problem(JsonFaults.error(fault, "json"));
      case NotFoundException _ -> Problem.of(404, "route_not_found", "There is no such route.");
      case NotAllowedException _ ->
          Problem.of(405, "method_not_allowed", "This route does not know the method; see Allow.");
      case NotAcceptableException _ ->
          Problem.of(406, "not_acceptable", "This route can't answer in any type you accept.");
      case NotSupportedException _ ->
          Problem.of(
              415, "unsupported_media_type", "This route does not take a body of this type.");
      case EncodingFilter.UnknownEncodingException unknown ->
          Problem.of(415, "unsupported_encoding", String.valueOf(unknown.getMessage()));
      case BrokenBodyException broken ->
          Problem.of(400, "malformed_body", String.valueOf(broken.getMessage()));
      case WebApplicationException large when large.getResponse().getStatus() == 413 ->
          Problem.of(413, "body_too_large", String.valueOf(large.getMessage()));
      case WebApplicationException other when other.getResponse().getStatus() < 500 ->
          Problem.of(
              other.getResponse().getStatus(), "bad_request", "The request can't be understood.");
      default -> databaseAway(thrown) ? databaseUnavailable(thrown) : internal(thrown);
    };
  }

  private static Problem known(PerdureException known) {
    Problem problem = ErrorToProblem.problem(known.error());
    if (problem.status() >= 500) {
      LOG.warn("Answering {}: {}", problem.status(), known.getMessage(), known.getCause());
    }
    return problem;
  }

  private static Problem databaseUnavailable(Throwable thrown) {
    LOG.warn("Answering 503: {}", thrown.toString());
    return ErrorToProblem.problem(PerdureException.unavailable("database", thrown).error());
  }

  private static boolean databaseAway(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientException
          || (cause instanceof SQLException sql && awayState(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /** Connection lost, server shutting down or starting, or out of resources. */
  private static boolean awayState(@Nullable String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53"));
  }
}
