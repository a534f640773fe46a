package dev.perdure.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 tells it.
 *
 * @param type names the kind of error for programs, {@code urn:perdure:error:<code>}
 * @param title the HTTP status in words
 * @param detail one sentence for people: what is wrong and what to do
 * @param code stable, for programs
 * @param field the offending field as a JSON pointer, or the parameter's name
 * @param runStatus where the run stands, when that is what forbids the request
 * @param sessionId what to look for in the logs, when the request was about a session
 * @param errorId what to look for in the log of the service, when the fault is ours
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An error as RFC 9457 tells it.")
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @Nullable String field,
    @Nullable String runStatus,
    @Nullable String sessionId,
    @Nullable String errorId) {

  /** The media type of problems. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A problem about the request as a whole. */
  public static Problem of(int status, String code, String detail) {
    return of(status, code, detail, null);
  }

  /** A problem that may be about one field. */
  public static Problem of(int status, String code, String detail, @Nullable String field) {
    return new Problem(
        "urn:perdure:error:" + code,
        Titles.of(status),
        status,
        detail,
        code,
        field,
        null,
        null,
        null);
  }

  Problem withSession(@Nullable String sessionId) {
    return new Problem(type, title, status, detail, code, field, runStatus, sessionId, errorId);
  }

  Problem withRunStatus(@Nullable String runStatus) {
    return new Problem(type, title, status, detail, code, field, runStatus, sessionId, errorId);
  }

  Problem withErrorId(String errorId) {
    return new Problem(type, title, status, detail, code, field, runStatus, sessionId, errorId);
  }
}
