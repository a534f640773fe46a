package dev.perdure.api.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.filters.EncodingFilter;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Set;
import java.util.TreeSet;

/** Answers every exception of a resource with a problem. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {

  private final ProblemWriter writer;

  public ProblemMapper(ObjectMapper mapper) {
    this.writer = new ProblemWriter(mapper);
  }

  @Override
  public Response toResponse(Throwable thrown) {
    Problem problem = Problems.of(thrown);
    Response.ResponseBuilder response =
        Response.status(problem.status())
            .type(Problem.MEDIA_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(writer.bytes(problem));
    if (thrown instanceof WebApplicationException web) {
      Set<String> allowed = new TreeSet<>(web.getResponse().getAllowedMethods());
      // Jersey adds it to every route, and we refuse it.
      allowed.remove(HttpMethod.OPTIONS);
      if (!allowed.isEmpty()) {
        response.header(HttpHeaders.ALLOW, String.join(", ", allowed));
      }
    }
    if (thrown instanceof EncodingFilter.UnknownEncodingException) {
      response.header(HttpHeaders.ACCEPT_ENCODING, EncodingFilter.TAKEN);
    }
    if (thrown instanceof PerdureException known
        && known.error() instanceof PerdureError.RateLimited limited) {
      response.header(
          HttpHeaders.RETRY_AFTER,
          Math.max(1, Math.ceilDiv(limited.retryAfter().toMillis(), 1000)));
    }
    switch (problem.status()) {
      case 401 -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"perdure\"");
      case 503 -> response.header(HttpHeaders.RETRY_AFTER, "2");
      default -> {}
    }
    return response.build();
  }
}
