package dev.perdure.api;

import dev.perdure.api.cli.CheckedConfigurationFactory;
import dev.perdure.api.cli.EncryptMessagesCommand;
import dev.perdure.api.cli.MakeOperatorCommand;
import dev.perdure.api.cli.MigrateCommand;
import dev.perdure.api.cli.ProvisionCommand;
import dev.perdure.api.cli.RotateKeysCommand;
import dev.perdure.api.cli.WorkerCommand;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.config.Role;
import dev.perdure.api.filters.AdminPaths;
import dev.perdure.api.health.HealthServlet;
import dev.perdure.api.health.PartsCheck;
import dev.perdure.api.json.ApiJson;
import dev.perdure.api.metrics.MetricsServlet;
import dev.perdure.api.problem.JettyProblems;
import dev.perdure.api.problem.ProblemWriter;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jetty.setup.ServletEnvironment;
import io.dropwizard.util.DataSize;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.util.EnumSet;

/**
 * The service: {@code server} answers the API and the console, {@code worker} works on runs, {@code
 * migrate} and {@code provision} prepare the database, {@code rotate-keys} rotates the keys of
 * organizations, {@code encrypt-messages} encrypts what was written before, {@code check} checks a
 * configuration.
 */
public final class PerdureApplication extends Application<PerdureConfiguration> {

  /** Runs a command. */
  public static void main(String[] arguments) throws Exception {
    new PerdureApplication().run(arguments);
  }

  @Override
  public String getName() {
    return "perdure";
  }

  @Override
  public void initialize(Bootstrap<PerdureConfiguration> bootstrap) {
    bootstrap.setObjectMapper(ApiJson.mapper());
    bootstrap.setConfigurationSourceProvider(
        new SubstitutingSourceProvider(
            bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(false)));
    // The configuration is read by Dropwizard's own rules, not by those of the API.
    bootstrap.setConfigurationFactoryFactory((type, validator, _, prefix) ->
        new CheckedConfigurationFactory(type, validator, Jackson.newObjectMapper(), prefix));
    bootstrap.addCommand(new WorkerCommand(this));
    bootstrap.addCommand(new MigrateCommand());
    bootstrap.addCommand(new ProvisionCommand());
    bootstrap.addCommand(new MakeOperatorCommand());
    bootstrap.addCommand(new RotateKeysCommand());
    bootstrap.addCommand(new EncryptMessagesCommand());
  }

  @Override
  public void run(PerdureConfiguration configuration, Environment environment) throws IOException {
    Wiring wiring = new Wiring(configuration);
    DatabaseRole.requireNotPassing(wiring.pool);
    wiring.manage(environment.lifecycle());
    if (configuration.getServerFactory() instanceof AbstractServerFactory server) {
      server.setRegisterDefaultExceptionMappers(false);
      // EncodingFilter unpacks bodies.
      server.getGzipFilterFactory().setBufferSize(DataSize.bytes(0));
    }
    if (configuration.roles().contains(Role.SERVER)) {
      new ServerRole(configuration, wiring, environment).install();
      environment
          .getApplicationContext()
          .setErrorHandler(new JettyProblems(environment.getObjectMapper()));
      health(environment.servlets(), wiring, environment);
    } else {
      environment.jersey().disable();
    }
    health(environment.admin(), wiring, environment);
    environment.healthChecks().register("parts", new PartsCheck(wiring.readiness));
    environment
        .admin()
        .addFilter("paths", new AdminPaths(new ProblemWriter(environment.getObjectMapper())))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    environment
        .admin()
        .addServlet("prometheus", new MetricsServlet(wiring.metrics.registry()))
        .addMapping("/metrics");
  }

  private static void health(ServletEnvironment servlets, Wiring wiring, Environment environment) {
    servlets
        .addServlet("health", new HealthServlet(environment.getObjectMapper(), wiring.readiness))
        .addMapping("/healthz", "/readyz");
  }
}
