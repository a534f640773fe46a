package dev.perdure.api.filters;

import dev.perdure.api.problem.Problem;
import dev.perdure.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Refuses methods that no route has: TRACE, which would send headers back, and whatever somebody
 * makes up. OPTIONS comes this far only when no page of another origin may ask.
 */
public final class MethodFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  private final transient ProblemWriter problems;

  public MethodFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (METHODS.contains(request.getMethod())) {
      chain.doFilter(request, response);
    } else {
      response.setHeader("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
      problems.write(
          response, Problem.of(405, "method_not_allowed", "No route knows this method."));
    }
  }
}
