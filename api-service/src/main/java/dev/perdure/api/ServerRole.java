package dev.perdure.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.auth.AddressFilter;
import dev.perdure.api.auth.AuthFeature;
import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.ClientAddress;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.token.JwksServlet;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.console.ConsoleServlet;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.filters.CodecOrigin;
import dev.perdure.api.filters.CorsFilter;
import dev.perdure.api.filters.LogContextFilter;
import dev.perdure.api.filters.MethodFilter;
import dev.perdure.api.filters.OptionsFilter;
import dev.perdure.api.filters.SecurityHeaders;
import dev.perdure.api.filters.UnreadBodyFilter;
import dev.perdure.api.limits.AddressGuard;
import dev.perdure.api.limits.OpenStreams;
import dev.perdure.api.limits.OrgLimits;
import dev.perdure.api.limits.RateLimitFeature;
import dev.perdure.api.limits.RateLimits;
import dev.perdure.api.metrics.RouteMetrics;
import dev.perdure.api.openapi.DocsServlet;
import dev.perdure.api.openapi.OpenApiDocument;
import dev.perdure.api.openapi.OpenApiServlet;
import dev.perdure.api.problem.ProblemMapper;
import dev.perdure.api.problem.ProblemWriter;
import dev.perdure.api.recovery.Periodic;
import dev.perdure.api.recovery.Reconciler;
import dev.perdure.api.recovery.Sweeper;
import dev.perdure.api.resources.AgentVersionsResource;
import dev.perdure.api.resources.AgentYamlResource;
import dev.perdure.api.resources.AgentsResource;
import dev.perdure.api.resources.ApprovalsResource;
import dev.perdure.api.resources.CatalogResource;
import dev.perdure.api.resources.EventsResource;
import dev.perdure.api.resources.LogsResource;
import dev.perdure.api.resources.QuotasResource;
import dev.perdure.api.resources.RunCommandsResource;
import dev.perdure.api.resources.RunForksResource;
import dev.perdure.api.resources.RunRecordsResource;
import dev.perdure.api.resources.RunsResource;
import dev.perdure.api.resources.SessionRunsResource;
import dev.perdure.api.resources.SessionsResource;
import dev.perdure.api.resources.SigningSecretsResource;
import dev.perdure.api.resources.TranscriptResource;
import dev.perdure.api.service.AgentService;
import dev.perdure.api.service.CatalogService;
import dev.perdure.api.service.CommandService;
import dev.perdure.api.service.EditedArguments;
import dev.perdure.api.service.ForkService;
import dev.perdure.api.service.InboxService;
import dev.perdure.api.service.LogService;
import dev.perdure.api.service.ModelNames;
import dev.perdure.api.service.QuotaService;
import dev.perdure.api.service.RecordService;
import dev.perdure.api.service.RunService;
import dev.perdure.api.service.RunWatch;
import dev.perdure.api.service.SessionService;
import dev.perdure.api.service.Telling;
import dev.perdure.api.signing.SignatureFilter;
import dev.perdure.api.signing.SigningSecrets;
import dev.perdure.api.stream.StreamHub;
import dev.perdure.api.stream.StreamOptions;
import dev.perdure.api.temporal.WorkflowLook;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.run.Run;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.StrictJsonSchemas;
import dev.perdure.store.Ids;
import dev.perdure.store.Store;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.glassfish.jersey.server.ServerProperties;

/** What a server answers, from top to bottom. */
final class ServerRole {

  private final PerdureConfiguration configuration;
  private final Wiring wiring;
  private final Environment environment;
  private final ObjectMapper mapper;
  private final KeyHash keyHash;
  private final OrgLimits limits;
  private final RateLimits rates;
  private final Authentication authentication;
  private final SigningSecrets signing;

  ServerRole(PerdureConfiguration configuration, Wiring wiring, Environment environment) {
    this.configuration = configuration;
    this.wiring = wiring;
    this.environment = environment;
    this.mapper = environment.getObjectMapper();
    this.keyHash = new KeyHash(configuration.auth().pepper());
    this.authentication = new Authentication(configuration.auth(), wiring.store);
    environment.lifecycle().manage(new AutoCloseableManager(authentication.issuerHttp));
    this.limits =
        new OrgLimits(wiring.store.quotas(), configuration.limits().plans().of(Plans.STANDARD));
    this.rates =
        new RateLimits(
            wiring.redis.rateLimiter(configuration.limits().localShare()),
            limits,
            configuration.limits().address());
    this.signing =
        new SigningSecrets(wiring.store.signing(), wiring.encryption.fields(), Ids.timeOrdered());
  }

  void install() throws IOException {
    List<Object> resources = new ArrayList<>(resources());
    resources.addAll(authentication.resources());
    List<Class<?>> routes = resources.stream().<Class<?>>map(Object::getClass).toList();
    AuthFeature.check(routes);

    var jersey = environment.jersey();
    jersey.setUrlPattern("/v1/*");
    // Jetty finds out the length of what is short; a stream is flushed when it says so.
    jersey.property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
    jersey.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
    jersey.register(new OptionsFilter());
    jersey.register(new RouteMetrics(wiring.metrics.registry()));
    jersey.register(new ClientAddress(configuration.api().trustedProxies()));
    jersey.register(authentication.feature());
    jersey.register(new AddressFilter(authentication.keys));
    jersey.register(new AddressGuard(rates));
    jersey.register(new RateLimitFeature(rates));
    jersey.register(new AuthValueFactoryProvider.Binder<>(CallerPrincipal.class));
    jersey.register(new LogContextFilter());
    jersey.register(
        new SignatureFilter(
            signing,
            wiring.store.signing(),
            authentication.keys::signed,
            Clock.systemUTC(),
            configuration.api().maxBodyBytes()));
    jersey.register(new BodyFilter(configuration.api().maxBodyBytes()));
    jersey.register(new UnreadBodyFilter(configuration.api().maxBodyBytes()));
    jersey.register(new ProblemMapper(mapper));
    resources.forEach(jersey::register);

    pages(routes);
    recovery();
  }

  private List<Object> resources() {
    Store store = wiring.store;
    AgentService agents =
        new AgentService(store.agents(), wiring.models, wiring.skills, new StrictJsonSchemas());
    SessionService sessions = new SessionService(store.sessions(), store.events(), store.agents());
    Telling telling = new Telling(wiring.redis.publisher(), wiring.asyncStarter);
    RunService runs =
        new RunService(
            store.runs(),
            store.interrupts(),
            store.agents(),
            telling,
            new RunWatch(wiring.redis.subscriber()),
            wiring.checkpoints,
            mapper);
    CommandService commands =
        new CommandService(
            store.runs(),
            store.commands(),
            store.interrupts(),
            new EditedArguments(store.interrupts(), wiring.skills),
            new ModelNames(wiring.models),
            telling,
            wiring.checkpoints,
            mapper);
    LogService logs = new LogService(store.events(), store.sessions(), store.runs());
    CatalogService catalog =
        new CatalogService(wiring.skills, wiring.models, wiring.models.providers());
    List<Object> resources =
        new ArrayList<>(
            List.of(
                new AgentsResource(agents),
                new AgentVersionsResource(agents),
                new AgentYamlResource(agents),
                new SessionsResource(sessions),
                new TranscriptResource(sessions),
                new RunsResource(runs, configuration.api().maxWaitDuration()),
                new SessionRunsResource(runs, sessions),
                new RunCommandsResource(commands),
                new ApprovalsResource(
                    new InboxService(store.interrupts(), store.runs(), store.sessions()), commands),
                new RunForksResource(new ForkService(store.runs(), store.forks(), telling, mapper)),
                new RunRecordsResource(
                    new RecordService(store.runs(), store.effects(), store.artifacts())),
                new EventsResource(
                    hub(), runs, sessions, authentication.standing(), new OpenStreams(limits)),
                new LogsResource(logs),
                new CatalogResource(catalog),
                new QuotasResource(new QuotaService(store.quotas()))));
    resources.addAll(AdminRoutes.of(store, keyHash, commands, mapper));
    resources.add(new SigningSecretsResource(signing));
    resources.addAll(SecretRoutes.of(wiring, configuration.temporal()));
    return resources;
  }

  private StreamHub hub() {
    StreamHub hub =
        new StreamHub(
            wiring.store.events(),
            wiring.redis.subscriber(),
            this::runEnded,
            wiring.store.delegations()::family,
            StreamOptions.defaults().withHeartbeat(configuration.api().heartbeatDuration()));
    environment.lifecycle().addEventListener(new ServerEvents(mapper, hub));
    return hub;
  }

  private boolean runEnded(OrgId orgId, UUID runId) {
    return wiring.store.runs().get(orgId, runId).map(Run::status).orElseThrow().terminal();
  }

  /** Everything that is not under /v1: documentation and the console, which has the rest. */
  private void pages(List<Class<?>> routes) throws IOException {
    ProblemWriter problems = new ProblemWriter(mapper);
    var servlets = environment.servlets();
    // Each goes before those that are there: the headers are put on whatever the others answer.
    filter("methods", new MethodFilter(problems));
    filter("cors", new CorsFilter(configuration.api().corsOrigins()));
    String uiOrigin = configuration.temporal().uiOrigin();
    if (!uiOrigin.isEmpty()) {
      servlets
          .addFilter("codec-origin", new CodecOrigin(uiOrigin))
          .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, CodecOrigin.PATHS);
    }
    filter("security-headers", new SecurityHeaders(configuration.api().hstsDuration()));
    servlets
        .addServlet("openapi", new OpenApiServlet(new OpenApiDocument(routes)))
        .addMapping("/openapi.json");
    servlets
        .addServlet("jwks", new JwksServlet(authentication.signingKeys, problems))
        .addMapping("/.well-known/jwks.json");
    servlets.addServlet("docs", new DocsServlet(problems)).addMapping("/docs/*");
    servlets
        .addServlet(
            "console", new ConsoleServlet(Path.of(configuration.console().path()), problems))
        .addMapping("/");
  }

  private void filter(String name, Filter filter) {
    environment
        .servlets()
        .addFilter(name, filter)
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }

  private void recovery() {
    var settings = configuration.recovery();
    Store store = wiring.store;
    environment
        .lifecycle()
        .manage(
            new Periodic(
                "sweeper",
                settings.sweepEvery(),
                new Sweeper(store.recovery(), wiring.asyncStarter, settings.sweepAgeDuration())));
    environment
        .lifecycle()
        .manage(
            new Periodic(
                "reconciler",
                settings.reconcileEvery(),
                new Reconciler(
                    store.recovery(),
                    store.runs(),
                    wiring.asyncStarter,
                    wiring.redis.publisher(),
                    new WorkflowLook(wiring.temporal),
                    settings.reconcileEvery())));
  }
}
