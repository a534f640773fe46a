package dev.perdure.api.auth.token;

import dev.perdure.api.problem.Problem;
import dev.perdure.api.problem.ProblemWriter;
import dev.perdure.core.error.PerdureException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code /.well-known/jwks.json}: with what our own tokens can be verified. */
public final class JwksServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient SigningKeeper keeper;
  private final transient ProblemWriter problems;

  public JwksServlet(SigningKeeper keeper, ProblemWriter problems) {
    this.keeper = keeper;
    this.problems = problems;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String keys;
    try {
      keys = keeper.published();
    } catch (PerdureException e) {
      problems.write(response, Problem.of(503, e.error().code(), e.error().message()));
      return;
    }
    response.setContentType("application/jwk-set+json");
    // Less than a key is published before it signs.
    response.setHeader("Cache-Control", "public, max-age=300");
    response.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
  }
}
