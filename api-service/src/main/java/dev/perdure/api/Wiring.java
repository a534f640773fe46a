package dev.perdure.api;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.activities.Heartbeats;
import dev.perdure.activities.Ports;
import dev.perdure.activities.RunWorker;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.config.Role;
import dev.perdure.api.encryption.Encryption;
import dev.perdure.api.health.Part;
import dev.perdure.api.health.Readiness;
import dev.perdure.api.metrics.Metrics;
import dev.perdure.api.temporal.AsyncRunStarter;
import dev.perdure.api.temporal.RunPayloadCodec;
import dev.perdure.api.temporal.TemporalConnection;
import dev.perdure.api.temporal.TemporalRunStarter;
import dev.perdure.api.temporal.TemporalStartup;
import dev.perdure.api.temporal.WorkerRole;
import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.model.PriceList;
import dev.perdure.core.port.Workspaces;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.llm.ProviderGateway;
import dev.perdure.memory.RedisMemory;
import dev.perdure.security.outbound.GuardedClients;
import dev.perdure.skills.BuiltInSkills;
import dev.perdure.skills.DefaultSkillRegistry;
import dev.perdure.skills.SkillPlugins;
import dev.perdure.skills.StrictJsonSchemas;
import dev.perdure.skills.custom.CustomSkills;
import dev.perdure.skills.custom.mcp.McpKind;
import dev.perdure.skills.custom.mcp.StdioSkill;
import dev.perdure.skills.custom.openapi.OpenApiKind;
import dev.perdure.skills.custom.skillmd.SkillMdKind;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.SandboxSettings;
import dev.perdure.skills.sandbox.Sandboxes;
import dev.perdure.store.Ids;
import dev.perdure.store.Pools;
import dev.perdure.store.Store;
import dev.perdure.store.StoreFactory;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.dropwizard.lifecycle.setup.LifecycleEnvironment;
import io.temporal.worker.Worker;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which adapter stands behind which port, from top to bottom. What both roles share is here; the
 * server's routes are in {@link ServerRole}.
 */
final class Wiring {

  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  final Metrics metrics = new Metrics();
  final HikariDataSource pool;
  final HikariDataSource keyPool;
  final Store store;
  final RedisMemory redis;
  final Encryption encryption;
  final ProviderGateway models;
  final PriceList prices;
  final Sandbox sandbox;
  final CustomSkills customSkills;
  private final McpKind mcp;
  private final List<StdioSkill> mcpServers;
  final SkillRegistry skills;
  final GuardedClients outbound;
  final Workspaces workspaces = Workspaces.none();
  final Checkpoints checkpoints = checkpoints();
  final RunPayloadCodec payloads;
  final TemporalConnection temporal;
  final TemporalRunStarter starter;
  final AsyncRunStarter asyncStarter;
  final Heartbeats heartbeats = new Heartbeats();
  final TemporalStartup temporalStartup;
  final Readiness readiness;

  Wiring(PerdureConfiguration configuration) {
    pool = Pools.open("perdure", configuration.database().pool());
    metrics.watch(pool);
    keyPool = Pools.open("perdure-keys", configuration.database().pool().forKeys());
    encryption = new Encryption(configuration.encryption(), pool, keyPool);
    store =
        StoreFactory.create(
            pool, Ids.timeOrdered(), configuration.limits().plans(), encryption.messages());
    redis = RedisMemory.open(configuration.redis().options(), encryption.messages());
    prices = configuration.models().priceList();
    sandbox = Sandboxes.open(SandboxSettings.DEFAULT, List.of());
    outbound = new GuardedClients(configuration.outbound().rules(), store.outboundRules());
    mcp = new McpKind(new StrictJsonSchemas(), outbound);
    customSkills =
        new CustomSkills(
            store.customSkills(),
            encryption.vault().secrets(),
            new StrictJsonSchemas(),
            List.of(new SkillMdKind(sandbox), mcp, new OpenApiKind(new StrictJsonSchemas())));
    mcpServers =
        configuration.mcp().servers().stream()
            .map(server -> new StdioSkill(server, new StrictJsonSchemas()))
            .toList();
    skills =
        new DefaultSkillRegistry(
            BuiltInSkills.all(Clock.systemUTC()),
            Stream.<Skill>concat(SkillPlugins.onClassPath().stream(), mcpServers.stream()).toList(),
            store.skillSettings(),
            encryption.vault().secrets(),
            customSkills);
    models =
        ProviderGateway.create(
            configuration.models().llm(), encryption.vault().modelCredentials(), outbound);

    if (encryption.messages().on() && !configuration.temporal().encryptPayloads()) {
      LOG.warn(
          "Messages are encrypted, but not Temporal's payloads: histories hold ids and small"
              + " decisions only, but the messages of failures too. Set temporal.encryptPayloads.");
    }
    payloads =
        new RunPayloadCodec(
            encryption.payloads(),
            configuration.temporal().namespace(),
            configuration.temporal().encryptPayloads());
    temporal = new TemporalConnection(configuration.temporal(), metrics.temporalScope(), payloads);
    starter = new TemporalRunStarter(temporal, store.runs());
    asyncStarter = new AsyncRunStarter(starter);

    boolean working = configuration.roles().contains(Role.WORKER);
    temporalStartup =
        new TemporalStartup(
            temporal,
            working
                ? Optional.of(
                    new WorkerRole(
                        temporal,
                        configuration.worker(),
                        store.runs(),
                        this::register,
                        heartbeats::close))
                : Optional.empty());
    readiness = new Readiness(parts(working));
  }

  /** Hands everything that starts and stops to the life cycle, first what others need. */
  void manage(LifecycleEnvironment lifecycle) {
    lifecycle.manage(new AutoCloseableManager(pool));
    lifecycle.manage(new AutoCloseableManager(keyPool));
    lifecycle.manage(new AutoCloseableManager(redis));
    lifecycle.manage(new AutoCloseableManager(models));
    lifecycle.manage(new AutoCloseableManager(outbound));
    lifecycle.manage(new AutoCloseableManager(mcp));
    mcpServers.forEach(server -> lifecycle.manage(new AutoCloseableManager(server)));
    lifecycle.manage(new AutoCloseableManager(sandbox));
    lifecycle.manage(temporal);
    lifecycle.manage(asyncStarter);
    lifecycle.manage(new AutoCloseableManager(heartbeats));
    lifecycle.manage(temporalStartup);
    lifecycle.manage(readiness);
  }

  private void register(Worker worker) {
    RunWorker.register(
        worker,
        new Ports(
            store.runs(),
            store.steps(),
            store.sessions(),
            store.agents(),
            store.commands(),
            store.interrupts(),
            store.delegations(),
            store.effects(),
            store.budgets(),
            store.artifacts(),
            skills,
            new StrictJsonSchemas(),
            models,
            prices,
            redis.transcripts(),
            redis.publisher(),
            checkpoints,
            asyncStarter,
            outbound,
            workspaces),
        heartbeats);
  }

  /** Without Redis streams come from PostgreSQL; without Temporal runs are taken and wait. */
  private List<Part> parts(boolean working) {
    return List.of(
        new Part("postgres", true, _ -> DatabaseRole.requireFit(pool)),
        new Part(
            "redis",
            false,
            _ -> {
              if (!redis.ping()) {
                throw new IllegalStateException("Redis does not answer");
              }
            }),
        new Part(
            "temporal",
            working,
            limit -> {
              temporal.ping(limit);
              if (!temporalStartup.ready()) {
                throw new IllegalStateException("the worker has not begun yet");
              }
            }));
  }

  private static Checkpoints checkpoints() {
    List<Checkpoints> listening =
        ServiceLoader.load(Checkpoints.class).stream().map(ServiceLoader.Provider::get).toList();
    return listening.isEmpty()
        ? Checkpoints.NONE
        : (point, subject) -> listening.forEach(each -> each.reached(point, subject));
  }
}
