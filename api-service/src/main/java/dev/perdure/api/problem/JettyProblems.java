package dev.perdure.api.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.filters.SecurityHeaders;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Gives the errors that Jetty answers by itself, such as a malformed request line, the same shape.
 */
public final class JettyProblems extends ErrorHandler {

  private final ProblemWriter writer;

  public JettyProblems(ObjectMapper mapper) {
    this.writer = new ProblemWriter(mapper);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Problem problem =
        status >= 500
                && request.getAttribute(ERROR_EXCEPTION) instanceof Throwable thrown
                && !(thrown instanceof HttpException)
            ? Problems.of(thrown)
            : Problem.of(status, code(status), detail(request, status));
    response.setStatus(problem.status());
    // No filter has seen what Jetty answers by itself.
    SecurityHeaders.ALWAYS.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(writer.bytes(problem)), callback);
    return true;
  }

  private static String detail(Request request, int status) {
    return status == 400 ? PathFaults.of(request.getHttpURI().getPath()) : Titles.of(status) + ".";
  }

  private static String code(int status) {
    return switch (status) {
      case 404 -> "route_not_found";
      case 405 -> "method_not_allowed";
      case 413 -> "body_too_large";
      case 414 -> "uri_too_long";
      case 415 -> "unsupported_media_type";
      case 431 -> "headers_too_large";
      case 501, 505 -> "bad_request";
      case 503 -> "unavailable";
      default -> status < 500 ? "bad_request" : "internal_error";
    };
  }
}
