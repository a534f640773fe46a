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
 * Leaves of the admin port what is told of it. The framework puts tasks, threads and profiles there
 * for whoever reaches it: by one request of any web page an operator has open, the log would hold
 * every API key.
 */
public final class AdminPaths extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final Set<String> PATHS = Set.of("/healthz", "/readyz", "/metrics");
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final transient ProblemWriter problems;

  public AdminPaths(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (PATHS.contains(request.getRequestURI()) && METHODS.contains(request.getMethod())) {
      chain.doFilter(request, response);
    } else {
      problems.write(response, Problem.of(404, "route_not_found", "There is no such route."));
    }
  }
}
