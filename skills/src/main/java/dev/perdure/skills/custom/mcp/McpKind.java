package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.skills.custom.RefreshableKind;
import dev.perdure.skills.custom.SkillChange;
import dev.perdure.skills.custom.SkillChange.ToolChange;
import dev.perdure.skills.custom.SkillDraft;
import dev.perdure.skills.custom.SkillFlaws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Skills made of MCP servers over Streamable HTTP. Its tools are pinned when somebody makes the
 * skill: a server that describes one otherwise later is not called until somebody has looked.
 */
public final class McpKind implements RefreshableKind, AutoCloseable {

  private static final Duration SET_UP = Duration.ofSeconds(30);
  private static final Duration SESSION_WAITS = Duration.ofSeconds(60);

  private final OutboundClients clients;
  private final ToolOffers offers;
  private final McpJson json = new McpJson();
  private final McpTokens tokens = new McpTokens();
  private final McpSessions sessions = new McpSessions(SESSION_WAITS);

  /**
   * @param clients for what is said to a server when the call it belonged to is over
   */
  public McpKind(JsonSchemas schemas, OutboundClients clients) {
    this.clients = clients;
    this.offers = new ToolOffers(schemas, json);
  }

  @Override
  public String name() {
    return "mcp";
  }

  @Override
  public SkillDefinition define(SkillDraft draft, SkillContext context) {
    SkillFlaws flaws = new SkillFlaws();
    McpDefinition.Settings settings = McpDraft.settings(draft, flaws);
    flaws.refuse();
    return definition(String.valueOf(draft.name()), settings, context);
  }

  @Override
  public SkillDefinition refreshed(StoredSkill stored, SkillContext context) {
    McpDefinition kept = json.definition(stored.definition().definition());
    return definition(stored.definition().name(), kept.settings(), context);
  }

  @Override
  public SkillChange compare(StoredSkill stored, SkillDefinition now) {
    Map<String, OfferedTool> before = tools(stored.definition());
    Map<String, OfferedTool> after = tools(now);
    List<ToolChange> changes = new ArrayList<>();
    before.forEach((name, tool) -> {
      OfferedTool other = after.get(name);
      if (other == null || !other.sha256().equals(tool.sha256())) {
        changes.add(change(name, tool, other));
      }
    });
    after.forEach((name, tool) -> {
      if (!before.containsKey(name)) {
        changes.add(change(name, null, tool));
      }
    });
    return new SkillChange(changes);
  }

  @Override
  public Skill open(StoredSkill stored) {
    McpDefinition definition = json.definition(stored.definition().definition());
    McpDefinition.Settings settings = definition.settings();
    String name = stored.definition().name();
    String version = String.valueOf(stored.version());
    return new McpSkill(
        name,
        version,
        definition,
        new McpCalls(
            new HttpSessions(name, version, use -> channel(settings, use), offers, sessions),
            new McpResults(name, json, credentials(settings))));
  }

  /** Ends all sessions that wait. */
  @Override
  public void close() {
    sessions.close();
  }

  private SkillDefinition definition(
      String name, McpDefinition.Settings settings, SkillContext context) {
    McpDefinition definition = ask(settings, context);
    if (definition.tools().isEmpty()) {
      throw PerdureException.invalid("invalid_skill", nothing(definition), "/tools");
    }
    return new SkillDefinition(
        name, settings.title(), settings.description(), json.kept(definition), List.of());
  }

  private static String nothing(McpDefinition definition) {
    return definition.leftOut().isEmpty()
        ? "The MCP server offers no tool that the filter wants."
        : definition.leftOut().stream()
            .map(tool -> tool.name() + ": " + tool.reason())
            .collect(Collectors.joining("\n", "None of the MCP server's tools can be used:\n", ""));
  }

  /** Asks a server what it offers. */
  private McpDefinition ask(McpDefinition.Settings settings, SkillContext context) {
    McpUse use = McpUse.of(context, SET_UP);
    try {
      McpConnection connection = McpConnection.open(channel(settings, use), use);
      try {
        ToolOffers.Offer offer =
            offers.read(connection.tools(), settings.tools(), settings.prefix());
        return new McpDefinition(
            settings,
            McpDraft.server(connection.greeting()),
            offer.tools(),
            offer.leftOut(),
            ToolOffers.hash(offer.tools()));
      } finally {
        connection.end();
      }
    } catch (McpFailure e) {
      throw PerdureException.invalid("mcp_server_failed", e.what(), "/url");
    } catch (PerdureException e) {
      throw e.error() instanceof PerdureError.OutboundFailed
              || e.error() instanceof PerdureError.ToolFailed
          ? PerdureException.invalid("mcp_server_failed", e.error().message(), "/url")
          : e;
    }
  }

  private McpChannel channel(McpDefinition.Settings settings, McpUse use) {
    return new HttpChannel(settings.url(), credentials(settings), clients, json, use);
  }

  private McpCredentials credentials(McpDefinition.Settings settings) {
    return new McpCredentials(settings.auth(), tokens);
  }

  private ToolChange change(
      String name, @Nullable OfferedTool before, @Nullable OfferedTool after) {
    SkillChange.Kind kind =
        before == null
            ? SkillChange.Kind.ADDED
            : after == null ? SkillChange.Kind.REMOVED : SkillChange.Kind.CHANGED;
    return new ToolChange(
        name,
        kind,
        before == null ? null : json.object(before),
        after == null ? null : json.object(after));
  }

  private Map<String, OfferedTool> tools(SkillDefinition definition) {
    return json.definition(definition.definition()).tools().stream()
        .collect(
            Collectors.toMap(
                OfferedTool::name, Function.identity(), (one, other) -> one, LinkedHashMap::new));
  }
}
