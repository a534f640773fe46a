package dev.perdure.api.filters;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Headers that every answer carries; a page may say something else of what it needs. */
public final class SecurityHeaders extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** An answer that is opened as a page, such as an artifact, can do nothing. */
  private static final String NOTHING =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

  private static final String NO_DEVICES =
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(),"
          + " magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

  /** What does not depend on the request. */
  public static final Map<String, String> ALWAYS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "X-Frame-Options", "DENY",
          "Content-Security-Policy", NOTHING,
          "Permissions-Policy", NO_DEVICES,
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin");

  private final Duration hsts;

  /**
   * @param hsts for how long a browser that came by HTTPS shall come by nothing else; zero for not
   *     at all
   */
  public SecurityHeaders(Duration hsts) {
    this.hsts = hsts;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ALWAYS.forEach(response::setHeader);
    if (request.isSecure() && hsts.isPositive()) {
      response.setHeader("Strict-Transport-Security", "max-age=" + hsts.toSeconds());
    }
    if (request.getRequestURI().startsWith("/v1/")) {
      response.setHeader("Cache-Control", "no-store");
    }
    chain.doFilter(request, response);
  }
}
