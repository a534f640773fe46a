package dev.perdure.api.openapi;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /openapi.json}. */
public final class OpenApiServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient OpenApiDocument document;

  public OpenApiServlet(OpenApiDocument document) {
    this.document = document;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-cache");
    response.getOutputStream().write(document.json());
  }
}
