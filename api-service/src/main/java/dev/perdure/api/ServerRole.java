package dev.perdure.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.auth.AddressFilter;
import dev.perdure.api.auth.AuthFeature;
import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.ClientAddress;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.LateFilter;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.filters.BodyLimits;
import dev.perdure.api.filters.EncodingFilter;
import dev.perdure.api.filters.LogContextFilter;
import dev.perdure.api.filters.OptionsFilter;
import dev.perdure.api.filters.UnreadBodyFilter;
import dev.perdure.api.limits.AddressGuard;
import dev.perdure.api.limits.OpenStreams;
import dev.perdure.api.limits.OrgLimits;
import dev.perdure.api.limits.RateLimitFeature;
import dev.perdure.api.limits.RateLimits;
import dev.perdure.api.metrics.RouteMetrics;
import dev.perdure.api.problem.ProblemMapper;
import dev.perdure.api.resources.EventsResource;
import dev.perdure.api.resources.QuotasResource;
import dev.perdure.api.resources.SkillUploads;
import dev.perdure.api.service.AskedTools;
import dev.perdure.api.service.CommandService;
import dev.perdure.api.service.EditedArguments;
import dev.perdure.api.service.KillSwitch;
import dev.perdure.api.service.ModelNames;
import dev.perdure.api.service.QuotaService;
import dev.perdure.api.service.RunService;
import dev.perdure.api.service.SessionService;
import dev.perdure.api.service.Telling;
import dev.perdure.api.signing.SignatureFilter;
import dev.perdure.api.signing.SigningSecrets;
import dev.perdure.api.stream.StreamHub;
import dev.perdure.api.stream.StreamOptions;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.run.Run;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.Ids;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
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
  private final Telling telling;
  private final KillSwitch killSwitch;
  private final CommandService commands;

  ServerRole(PerdureConfiguration configuration, Wiring wiring, Environment environment) {
    this.configuration = configuration;
    this.wiring = wiring;
    this.environment = environment;
    this.mapper = environment.getObjectMapper();
    this.keyHash = new KeyHash(configuration.auth().pepper(), configuration.auth().oldPeppers());
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
    this.telling = new Telling(wiring.redis.publisher(), wiring.asyncStarter);
    this.killSwitch = new KillSwitch(wiring.store.recovery(), telling);
    this.commands =
        new CommandService(
            wiring.store.runs(),
            wiring.store.commands(),
            wiring.store.interrupts(),
            new EditedArguments(wiring.store.interrupts(), askedTools(wiring), wiring.skills),
            new ModelNames(wiring.models),
            telling,
            wiring.checkpoints,
            mapper);
  }

  /** The tools that people are asked about. */
  static AskedTools askedTools(Wiring wiring) {
    return new AskedTools(
        wiring.store.interrupts(), wiring.store.runs(), wiring.store.agents(), wiring.skills);
  }

  void install() throws IOException {
    List<Object> resources =
        new ArrayList<>(
            RunRoutes.of(configuration, wiring, mapper, telling, commands, this::events));
    resources.add(new QuotasResource(new QuotaService(wiring.store.quotas())));
    resources.addAll(SkillRoutes.of(wiring));
    resources.addAll(
        AdminRoutes.of(
            wiring.store, wiring.files.upkeep(), keyHash, signing, killSwitch, commands, mapper));
    resources.addAll(SecretRoutes.of(wiring, configuration.temporal()));
    resources.addAll(authentication.resources());
    List<Class<?>> routes = resources.stream().<Class<?>>map(Object::getClass).toList();
    AuthFeature.check(routes);

    filters(environment.jersey());
    resources.forEach(environment.jersey()::register);
    Pages.install(configuration, environment, routes, authentication.signingKeys);
    RecoveryTasks.install(configuration, wiring, environment.lifecycle(), killSwitch);
  }

  /** What a request passes before its route, and its answer after it. */
  private void filters(JerseyEnvironment jersey) {
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
    BodyLimits bodies =
        new BodyLimits(
            configuration.api().maxBodyBytes(), configuration.workspace().maxUploadBytes());
    jersey.register(new EncodingFilter(bodies));
    jersey.register(
        new SignatureFilter(
            signing,
            wiring.store.signing(),
            authentication.keys::signed,
            Clock.systemUTC(),
            bodies));
    jersey.register(new BodyFilter(bodies, keyHash));
    jersey.register(new LateFilter(authentication.standing()));
    jersey.register(new UnreadBodyFilter(configuration.api().maxBodyBytes()));
    jersey.register(new SkillUploads());
    jersey.register(new ProblemMapper(mapper));
  }

  private EventsResource events(RunService runs, SessionService sessions) {
    StreamHub hub =
        new StreamHub(
            wiring.store.events(),
            wiring.redis.subscriber(),
            this::runEnded,
            wiring.store.delegations()::family,
            StreamOptions.defaults().withHeartbeat(configuration.api().heartbeatDuration()));
    environment.lifecycle().addEventListener(new ServerEvents(mapper, hub));
    return new EventsResource(
        hub,
        runs,
        sessions,
        authentication.standing(),
        new OpenStreams(limits, wiring.redis.streams()));
  }

  private boolean runEnded(OrgId orgId, UUID runId) {
    return wiring.store.runs().get(orgId, runId).map(Run::status).orElseThrow().terminal();
  }
}
