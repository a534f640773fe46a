package dev.perdure.api.filters;

import dev.perdure.api.problem.Problem;
import dev.perdure.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Refuses methods that nothing here has: TRACE, which would send headers back, and whatever
 * somebody makes up. OPTIONS comes this far only when no page of another origin may ask. To the API
 * all of these are handed on as OPTIONS, which {@link OptionsFilter} has refused with what the
 * route allows.
 */
public final class MethodFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final Set<String> OF_PAGES = Set.of("GET", "HEAD");
  private static final Set<String> OF_ROUTES =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  private final transient ProblemWriter problems;

  public MethodFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean route = request.getRequestURI().startsWith("/v1/");
    if ((route ? OF_ROUTES : OF_PAGES).contains(request.getMethod())) {
      chain.doFilter(request, response);
    } else if (route) {
      chain.doFilter(new AsOptions(request), response);
    } else {
      response.setHeader("Allow", "GET, HEAD");
      problems.write(
          response, Problem.of(405, "method_not_allowed", "This page does not know the method."));
    }
  }

  private static final class AsOptions extends HttpServletRequestWrapper {
    AsOptions(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getMethod() {
      return "OPTIONS";
    }
  }
}
