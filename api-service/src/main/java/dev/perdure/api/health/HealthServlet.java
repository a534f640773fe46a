package dev.perdure.api.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * {@code /healthz}: the process is alive; 503 {@code stalled} when it gets nothing done any more
 * and must be started anew. {@code /readyz}: its parts are there.
 */
public final class HealthServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final transient ObjectMapper mapper;
  private final transient Readiness readiness;
  private final transient Liveness liveness = new Liveness(PATIENCE);

  public HealthServlet(ObjectMapper mapper, Readiness readiness) {
    this.mapper = mapper;
    this.readiness = readiness;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    if (request.getServletPath().equals("/healthz")) {
      tellLiveness(response);
      return;
    }
    ReadinessReport report = readiness.report();
    response.setStatus(report.isReady() ? 200 : 503);
    response.getOutputStream().write(mapper.writeValueAsBytes(report));
  }

  private void tellLiveness(HttpServletResponse response) throws IOException {
    try {
      boolean alive = liveness.alive();
      response.setStatus(alive ? 200 : 503);
      mapper.writeValue(response.getOutputStream(), Map.of("status", alive ? "alive" : "stalled"));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      response.setStatus(503);
    }
  }
}
