package dev.perdure.api.openapi;

import dev.perdure.api.problem.Problem;
import dev.perdure.api.problem.ProblemWriter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /docs}: the API to read and try, from files of our own server. */
public final class DocsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/5.34.1/";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; font-src 'self' data:;"
          + " base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'";

  private static final Map<String, Asset> ASSETS =
      Map.of(
          "/", new Asset("/docs/index.html", "text/html; charset=utf-8"),
          "/start.js", new Asset("/docs/start.js", "text/javascript; charset=utf-8"),
          "/swagger-ui.css", new Asset(WEBJAR + "swagger-ui.css", "text/css; charset=utf-8"),
          "/swagger-ui-bundle.js",
              new Asset(WEBJAR + "swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
          "/favicon.png", new Asset(WEBJAR + "favicon-32x32.png", "image/png"));

  private final transient ProblemWriter problems;

  public DocsServlet(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    if (path == null) {
      response.sendRedirect("/docs/");
      return;
    }
    Asset asset = ASSETS.get(path);
    try (InputStream content = asset == null ? null : open(asset)) {
      if (asset == null || content == null) {
        problems.write(response, Problem.of(404, "route_not_found", "There is no such route."));
        return;
      }
      response.setContentType(asset.type());
      response.setHeader("Content-Security-Policy", POLICY);
      response.setHeader("Cache-Control", "public, max-age=3600");
      content.transferTo(response.getOutputStream());
    }
  }

  private @Nullable InputStream open(Asset asset) {
    return getClass().getResourceAsStream(asset.resource());
  }

  private record Asset(String resource, String type) {}
}
