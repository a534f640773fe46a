package dev.perdure.api.filters;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets pages of one origin, the Temporal UI's, call the codec routes; nothing else of the API. It
 * goes after {@link SecurityHeaders}.
 */
public final class CodecOrigin extends HttpFilter {

  /** Where it belongs. */
  public static final String PATHS = "/v1/temporal-codec/*";

  private static final long serialVersionUID = 1L;

  private final String origin;

  /**
   * @param origin such as {@code http://127.0.0.1:8233}
   */
  public CodecOrigin(String origin) {
    this.origin = origin;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.addHeader("Vary", "Origin");
    if (!origin.equals(request.getHeader("Origin"))) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Allow-Credentials", "true");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    if (request.getMethod().equals("OPTIONS")) {
      response.setHeader("Access-Control-Allow-Methods", "POST");
      response.setHeader(
          "Access-Control-Allow-Headers", "Authorization, Content-Type, X-Namespace");
      response.setHeader("Access-Control-Max-Age", "600");
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    chain.doFilter(request, response);
  }
}
