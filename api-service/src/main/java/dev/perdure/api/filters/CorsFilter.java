package dev.perdure.api.filters;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Lets pages of the origins that are named call the API, by API keys and tokens. Cookies are not
 * taken from other origins, so credentials are never allowed; any other origin hears nothing.
 */
public final class CorsFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";
  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID,"
          + " Perdure-Signature";
  private static final String RESPONSE_HEADERS =
      "Content-Disposition, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After,"
          + " WWW-Authenticate, X-Request-Id";

  @SuppressWarnings("serial") // an immutable set of texts
  private final Set<String> origins;

  /**
   * @param origins such as {@code https://app.example.com}, compared letter by letter
   */
  public CorsFilter(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (origins.isEmpty() || !api(request.getRequestURI())) {
      chain.doFilter(request, response);
      return;
    }
    // A cache must not hand an answer for one origin to another.
    response.addHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origin == null || !origins.contains(origin)) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Access-Control-Allow-Origin", origin);
    if (asksFirst(request)) {
      response.addHeader("Vary", "Access-Control-Request-Method");
      response.addHeader("Vary", "Access-Control-Request-Headers");
      response.setHeader("Access-Control-Allow-Methods", METHODS);
      response.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
      response.setHeader("Access-Control-Max-Age", "600");
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else {
      response.setHeader("Access-Control-Expose-Headers", RESPONSE_HEADERS);
      chain.doFilter(request, response);
    }
  }

  private static boolean api(String path) {
    return path.startsWith("/v1/") || path.equals("/openapi.json");
  }

  private static boolean asksFirst(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null;
  }
}
