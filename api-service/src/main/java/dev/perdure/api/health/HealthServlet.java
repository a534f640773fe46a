package dev.perdure.api.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** {@code /healthz}: the process is alive. {@code /readyz}: its parts are there. */
public final class HealthServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient ObjectMapper mapper;
  private final transient Readiness readiness;

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
      mapper.writeValue(response.getOutputStream(), Map.of("status", "alive"));
      return;
    }
    ReadinessReport report = readiness.report();
    response.setStatus(report.isReady() ? 200 : 503);
    response.getOutputStream().write(mapper.writeValueAsBytes(report));
  }
}
