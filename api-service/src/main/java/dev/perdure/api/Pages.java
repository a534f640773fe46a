package dev.perdure.api;

import dev.perdure.api.auth.token.JwksServlet;
import dev.perdure.api.auth.token.SigningKeeper;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.console.ConsoleServlet;
import dev.perdure.api.filters.CodecOrigin;
import dev.perdure.api.filters.CorsFilter;
import dev.perdure.api.filters.MethodFilter;
import dev.perdure.api.filters.SecurityHeaders;
import dev.perdure.api.openapi.DocsServlet;
import dev.perdure.api.openapi.OpenApiDocument;
import dev.perdure.api.openapi.OpenApiServlet;
import dev.perdure.api.problem.ProblemWriter;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/** Everything that is not under /v1: documentation and the console, which has the rest. */
final class Pages {

  private final Environment environment;

  private Pages(Environment environment) {
    this.environment = environment;
  }

  /**
   * Installs them.
   *
   * @param routes what the OpenAPI document tells of
   */
  static void install(
      PerdureConfiguration configuration,
      Environment environment,
      List<Class<?>> routes,
      SigningKeeper signingKeys)
      throws IOException {
    Pages pages = new Pages(environment);
    ProblemWriter problems = new ProblemWriter(environment.getObjectMapper());
    pages.filters(configuration, problems);
    pages.page("openapi", new OpenApiServlet(new OpenApiDocument(routes)), "/openapi.json");
    pages.page("jwks", new JwksServlet(signingKeys, problems), "/.well-known/jwks.json");
    pages.page("docs", new DocsServlet(problems), "/docs/*");
    Path console = Path.of(configuration.console().path());
    pages.page("console", new ConsoleServlet(console, problems), "/");
  }

  private void filters(PerdureConfiguration configuration, ProblemWriter problems) {
    // Each goes before those that are there: the headers are put on whatever the others answer.
    filter("methods", new MethodFilter(problems), "/*");
    filter("cors", new CorsFilter(configuration.api().corsOrigins()), "/*");
    String uiOrigin = configuration.temporal().uiOrigin();
    if (!uiOrigin.isEmpty()) {
      filter("codec-origin", new CodecOrigin(uiOrigin), CodecOrigin.PATHS);
    }
    filter("security-headers", new SecurityHeaders(configuration.api().hstsDuration()), "/*");
  }

  private void page(String name, Servlet servlet, String path) {
    environment.servlets().addServlet(name, servlet).addMapping(path);
  }

  private void filter(String name, Filter filter, String paths) {
    environment
        .servlets()
        .addFilter(name, filter)
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, paths);
  }
}
