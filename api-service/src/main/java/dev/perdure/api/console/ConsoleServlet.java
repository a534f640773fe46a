package dev.perdure.api.console;

import dev.perdure.api.problem.Problem;
import dev.perdure.api.problem.ProblemWriter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves the console at {@code /}; the last stop for whatever no route knows. */
public final class ConsoleServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient ConsoleFiles files;
  private final transient ProblemWriter problems;

  /**
   * @param folder of the exported console; when it is not there, every address is unknown
   */
  public ConsoleServlet(Path folder, ProblemWriter problems) throws IOException {
    this.files = ConsoleFiles.list(folder);
    this.problems = problems;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String address = address(request);
    Optional<ConsoleFile> file = files.at(address);
    if (file.isPresent()) {
      answer(request, response, file.get());
    } else if (wantsHtml(request)) {
      notFoundPage(response);
    } else {
      problems.write(response, Problem.of(404, "route_not_found", "There is no such route."));
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, ConsoleFile file)
      throws IOException {
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        response.setHeader("ETag", file.etag());
        if (knows(request.getHeader("If-None-Match"), file.etag())) {
          // What a 304 says of the page goes before what the browser has kept of it.
          policy(response, file);
          response.setHeader("Cache-Control", file.caching());
          response.setStatus(304);
        } else {
          send(response, 200, file, request.getMethod().equals("HEAD"));
        }
      }
      default -> {
        response.setHeader("Allow", "GET, HEAD");
        problems.write(
            response,
            Problem.of(405, "method_not_allowed", "This route does not know the method."));
      }
    }
  }

  private void notFoundPage(HttpServletResponse response) throws IOException {
    Optional<ConsoleFile> page = files.at("/404.html");
    if (page.isPresent()) {
      send(response, 404, page.get(), false);
      return;
    }
    String detail =
        files.isEmpty()
            ? "The console is not built here (console.path). The API is at /v1, its page at /docs."
            : "There is no such page.";
    problems.write(response, Problem.of(404, "route_not_found", detail));
  }

  private static void send(
      HttpServletResponse response, int status, ConsoleFile file, boolean headOnly)
      throws IOException {
    response.setStatus(status);
    response.setContentType(file.type());
    response.setContentLength(file.content().length);
    response.setHeader("Cache-Control", status == 200 ? file.caching() : "no-store");
    policy(response, file);
    if (!headOnly) {
      response.getOutputStream().write(file.content());
    }
  }

  private static void policy(HttpServletResponse response, ConsoleFile file) {
    if (file.policy() != null) {
      response.setHeader("Content-Security-Policy", file.policy());
    }
  }

  private static String address(HttpServletRequest request) {
    String path = request.getPathInfo();
    return request.getServletPath() + (path == null ? "" : path);
  }

  private static boolean wantsHtml(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return request.getMethod().equals("GET") && accept != null && accept.contains("text/html");
  }

  /** Compressed answers carry the tag with a suffix. */
  private static boolean knows(@Nullable String known, String etag) {
    return known != null && known.replace("--gzip", "").contains(etag);
  }
}
