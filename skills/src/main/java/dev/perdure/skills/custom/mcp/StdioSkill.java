package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolNames;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A skill of the operator's whose tools are those of a process. It is asked for them once, when
 * somebody first wants to know; from then on they are pinned like those of any MCP server, until
 * the service starts again.
 */
public final class StdioSkill implements Skill, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StdioSkill.class);

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration SESSION_WAITS = Duration.ofMinutes(5);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

  /** Nobody's: the service itself asks what a server offers. */
  private static final OrgId NOBODY = new OrgId(new UUID(0, 0));

  private final McpDefinition.Settings settings;
  private final String name;
  private final McpJson json = new McpJson();
  private final McpSessions sessions = new McpSessions(SESSION_WAITS);
  private final StdioServers servers;
  private final ToolOffers offers;
  private @Nullable List<Tool> tools;
  private String failure = "";
  private long askedAt;

  public StdioSkill(StdioServer server, JsonSchemas schemas) {
    this.name = server.name();
    this.servers = new StdioServers(server, json);
    this.offers = new ToolOffers(schemas, json);
    this.settings =
        new McpDefinition.Settings(
            server.title(),
            server.description(),
            "",
            "",
            McpAuth.NONE,
            ToolNames.prefix(server.name()),
            server.tools(),
            server.trustAnnotations(),
            server.timeoutSeconds(),
            server.overrides());
  }

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor(name, "1", settings.title(), settings.description(), "");
  }

  @Override
  public synchronized List<Tool> tools() {
    if (tools == null && (askedAt == 0 || System.nanoTime() - askedAt > ASK_AGAIN.toNanos())) {
      tools = ask();
      askedAt = System.nanoTime();
    }
    return tools == null ? List.of() : tools;
  }

  @Override
  public SkillHealth health(SkillContext context) {
    boolean works = !tools().isEmpty();
    synchronized (this) {
      return works ? SkillHealth.OK : SkillHealth.unavailable(failure);
    }
  }

  private @Nullable List<Tool> ask() {
    try {
      McpUse use = McpUse.of(SkillContext.bare(NOBODY), START);
      McpConnection connection = McpConnection.open(servers.channel(use), use);
      try {
        ToolOffers.Offer offer =
            offers.read(connection.tools(), settings.tools(), settings.prefix());
        offer
            .leftOut()
            .forEach(tool ->
                log.warn("skill {} leaves tool {} out: {}", name, tool.name(), tool.reason()));
        McpCalls calls =
            new McpCalls(name, "1", servers, sessions, offers, new McpResults(name, json));
        failure = "The MCP server offers no tool that is wanted.";
        return offer.tools().stream()
            .<Tool>map(tool -> new McpTool(tool, settings, calls))
            .toList();
      } finally {
        connection.end();
      }
    } catch (McpFailure e) {
      failure = e.what();
    } catch (PerdureException e) {
      failure = e.error().message();
    }
    log.warn("skill {} has no tools: {}", name, failure);
    return null;
  }

  /** Ends all its processes. */
  @Override
  public void close() {
    sessions.close();
    servers.close();
  }
}
