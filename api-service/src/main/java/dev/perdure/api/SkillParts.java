package dev.perdure.api;

import dev.perdure.api.config.DataQueryConfig;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.plugin.Plugins;
import dev.perdure.core.net.OutboundHosts;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.search.SearchProvider;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.security.outbound.GuardedClients;
import dev.perdure.skills.BuiltInSkills;
import dev.perdure.skills.DefaultSkillRegistry;
import dev.perdure.skills.StrictJsonSchemas;
import dev.perdure.skills.builtin.code.CodeSkill;
import dev.perdure.skills.builtin.data.DataQuerySkill;
import dev.perdure.skills.builtin.data.process.Launcher;
import dev.perdure.skills.custom.CustomSkills;
import dev.perdure.skills.custom.mcp.McpKind;
import dev.perdure.skills.custom.mcp.StdioSkill;
import dev.perdure.skills.custom.openapi.OpenApiKind;
import dev.perdure.skills.custom.skillmd.SkillMdKind;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.Sandboxes;
import dev.perdure.store.Store;
import dev.perdure.store.Vault;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.lifecycle.setup.LifecycleEnvironment;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The skills of this process, and what they run on. */
final class SkillParts {

  private static final Logger LOG = LoggerFactory.getLogger(SkillParts.class);

  /** How long a start waits for all of them: a run that goes on finds the tools it had. */
  private static final Duration MCP_SERVERS_ANSWER = Duration.ofSeconds(10);

  final Sandbox sandbox;
  final CustomSkills customSkills;
  final SkillRegistry registry;
  private final Optional<DataQuerySkill> dataQuery;
  private final McpKind mcp;
  private final List<StdioSkill> mcpServers;

  SkillParts(
      PerdureConfiguration configuration,
      Store store,
      Vault vault,
      GuardedClients outbound,
      Plugins plugins) {
    sandbox = Sandboxes.open(configuration.sandbox().settings(), plugins.of(SandboxBackend.class));
    dataQuery = dataQuery(configuration.dataQuery(), outbound);
    mcp = new McpKind(new StrictJsonSchemas(), outbound);
    mcpServers =
        configuration.mcp().servers().stream()
            .map(server -> StdioSkill.open(server, new StrictJsonSchemas()))
            .toList();
    customSkills =
        new CustomSkills(
            store.customSkills(),
            vault.secrets(),
            new StrictJsonSchemas(),
            List.of(new SkillMdKind(sandbox), mcp, new OpenApiKind(new StrictJsonSchemas())));
    List<Skill> bringing = new ArrayList<>();
    bringing.add(new CodeSkill(sandbox));
    dataQuery.ifPresent(bringing::add);
    registry =
        new DefaultSkillRegistry(
            BuiltInSkills.all(
                Clock.systemUTC(),
                plugins.of(SearchProvider.class),
                bringing.toArray(Skill[]::new)),
            Stream.<Skill>concat(plugins.of(Skill.class).stream(), mcpServers.stream()).toList(),
            store.skillSettings(),
            vault.secrets(),
            customSkills);
  }

  void manage(LifecycleEnvironment lifecycle) {
    dataQuery.ifPresent(skill -> lifecycle.manage(new AutoCloseableManager(skill)));
    lifecycle.manage(new AutoCloseableManager(mcp));
    mcpServers.forEach(server -> lifecycle.manage(new AutoCloseableManager(server)));
    lifecycle.manage(
        new Managed() {
          @Override
          public void start() throws InterruptedException {
            long end = System.nanoTime() + MCP_SERVERS_ANSWER.toNanos();
            for (StdioSkill server : mcpServers) {
              server.awaitAnswer(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
          }
        });
    lifecycle.manage(new AutoCloseableManager(sandbox));
  }

  void requireSandbox() {
    if (!sandbox.status().works()) {
      throw new IllegalStateException(
          "No sandbox works here, so no code is run; the log says why.");
    }
  }

  /** A machine that has no place for files does without it. */
  private static Optional<DataQuerySkill> dataQuery(DataQueryConfig config, OutboundHosts hosts) {
    try {
      return Optional.of(
          DataQuerySkill.open(config.folder(), config.limits(), Launcher.ofThisMachine(), hosts));
    } catch (IOException e) {
      LOG.warn("There is no skill data_query: nothing can be written to dataQuery.folder.", e);
      return Optional.empty();
    }
  }
}
