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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A skill of the operator's whose tools are those of a process. It is asked for them in the
 * background, until it has told them; from then on they are pinned like those of any MCP server,
 * until the service starts again. Whoever looks at the skill sees what is known, and waits for no
 * process.
 */
public final class StdioSkill implements Skill, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StdioSkill.class);

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration SESSION_WAITS = Duration.ofMinutes(5);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

  /** Nobody's: the service itself asks what a server offers. */
  private static final OrgId NOBODY = new OrgId(new UUID(0, 0));

  /**
   * What is known of the server.
   *
   * @param answered whether it has told its tools
   * @param failure why there are no tools
   */
  private record Known(boolean answered, List<Tool> tools, String failure) {}

  private final McpDefinition.Settings settings;
  private final String name;
  private final StdioServers servers;
  private final StdioSessions sessions;
  private final ToolOffers offers;
  private final McpCalls calls;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Known known =
      new Known(false, List.of(), "The MCP server has not answered yet.");

  private StdioSkill(StdioServer server, JsonSchemas schemas) {
    McpJson json = new McpJson();
    this.name = server.name();
    this.servers = new StdioServers(server, json);
    this.offers = new ToolOffers(schemas, json);
    this.sessions =
        new StdioSessions(
            servers, offers, server.processes(), server.processesEach(), SESSION_WAITS);
    this.calls =
        new McpCalls(
            sessions,
            new McpResults(name, json, new McpCredentials(McpAuth.NONE, new McpTokens())));
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

  /** Begins to ask a server for its tools, and does not wait for it. */
  public static StdioSkill open(StdioServer server, JsonSchemas schemas) {
    StdioSkill skill = new StdioSkill(server, schemas);
    Thread.ofVirtual().name("mcp-ask-" + server.name()).start(skill::askUntilKnown);
    return skill;
  }

  /**
   * Waits until the server has answered or failed for the first time, so that what goes on after a
   * restart finds the tools it had.
   */
  public void awaitAnswer(Duration longest) throws InterruptedException {
    if (!asked.await(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      log.warn("skill {} has no tools yet: {}", name, known.failure());
    }
  }

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor(name, "1", settings.title(), settings.description(), "");
  }

  @Override
  public List<Tool> tools() {
    return known.tools();
  }

  @Override
  public boolean ready() {
    return known.answered();
  }

  @Override
  public SkillHealth health(SkillContext context) {
    Known now = known;
    return now.tools().isEmpty() ? SkillHealth.unavailable(now.failure()) : SkillHealth.OK;
  }

  private void askUntilKnown() {
    try {
      while (!ask() && !over.await(ASK_AGAIN.toSeconds(), TimeUnit.SECONDS)) {
        log.debug("skill {} asks its server again", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean ask() {
    String failure;
    try {
      known = new Known(true, offered(), "The MCP server offers no tool that is wanted.");
      asked.countDown();
      return true;
    } catch (McpFailure e) {
      failure = e.what();
    } catch (PerdureException e) {
      failure = e.error().message();
    }
    known = new Known(false, List.of(), failure);
    asked.countDown();
    log.warn("skill {} has no tools: {}", name, failure);
    return false;
  }

  private List<Tool> offered() {
    McpUse use = McpUse.of(SkillContext.bare(NOBODY), START);
    McpConnection connection = McpConnection.open(servers.channel(use), use);
    try {
      ToolOffers.Offer offer = offers.read(connection.tools(), settings.tools(), settings.prefix());
      offer
          .leftOut()
          .forEach(tool ->
              log.warn("skill {} leaves tool {} out: {}", name, tool.name(), tool.reason()));
      return offer.tools().stream().<Tool>map(tool -> new McpTool(tool, settings, calls)).toList();
    } finally {
      connection.end();
    }
  }

  /** Ends all its processes. */
  @Override
  public void close() {
    over.countDown();
    sessions.close();
    servers.close();
  }
}
