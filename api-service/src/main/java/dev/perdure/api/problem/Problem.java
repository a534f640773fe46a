package dev.perdure.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
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
 * @param problems all that is wrong with something sent in, by file and line
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
    @Nullable List<Flaw> problems,
    @Nullable String errorId) {

  /**
   * One thing that is wrong.
   *
   * @param file the path of the file, or a JSON pointer into the request
   * @param line counted from 1, where there are lines
   * @param column counted from 1, where it is known
   * @param message what is wrong and what to do
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(description = "One thing that is wrong with something sent in, and where.")
  public record Flaw(
      String file, @Nullable Integer line, @Nullable Integer column, String message) {}

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
        null,
        null);
  }

  Problem withSession(@Nullable String sessionId) {
    return new Problem(
        type, title, status, detail, code, field, runStatus, sessionId, problems, errorId);
  }

  Problem withRunStatus(@Nullable String runStatus) {
    return new Problem(
        type, title, status, detail, code, field, runStatus, sessionId, problems, errorId);
  }

  Problem withFlaws(List<Flaw> flaws) {
    return new Problem(
        type,
        title,
        status,
        detail,
        code,
        field,
        runStatus,
        sessionId,
        flaws.isEmpty() ? null : List.copyOf(flaws),
        errorId);
  }

  Problem withErrorId(String errorId) {
    return new Problem(
        type, title, status, detail, code, field, runStatus, sessionId, problems, errorId);
  }
}
