package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.skills.custom.NameFilter;
import dev.perdure.skills.custom.ToolOverride;
import dev.perdure.skills.custom.mcp.StdioServer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MCP servers that run as processes of this installation, each a skill for all organizations.
 *
 * @param servers by name, which must be told apart
 */
public record McpConfig(List<StdioServer> servers) {

  private static final int USUAL_PROCESSES = 4;
  private static final int USUAL_SECONDS = 60;

  public McpConfig {
    servers = List.copyOf(servers);
    Set<String> names = new HashSet<>();
    for (StdioServer server : servers) {
      if (!names.add(server.name())) {
        throw new IllegalArgumentException("mcp.servers: two are called " + server.name());
      }
    }
  }

  @JsonCreator
  static McpConfig of(@JsonProperty("servers") @Nullable List<Server> servers) {
    return new McpConfig(
        Defaults.or(servers, List.<Server>of()).stream().map(Server::server).toList());
  }

  /** One server, as it is written. */
  record Server(
      @Nullable String name,
      @Nullable String title,
      @Nullable String description,
      @Nullable List<String> command,
      @Nullable Map<String, String> environment,
      @Nullable String directory,
      @Nullable Integer processes,
      @Nullable Integer processesPerOrganization,
      @Nullable Integer timeoutSeconds,
      @Nullable Boolean trustAnnotations,
      @Nullable List<String> allow,
      @Nullable List<String> deny,
      @Nullable Map<String, ToolOverride> overrides) {

    StdioServer server() {
      String known = Defaults.text(name, "");
      if (!known.matches("[a-z0-9]+([_-][a-z0-9]+)*") || known.length() > 64) {
        throw new IllegalArgumentException(
            "mcp.servers.name must be of lowercase letters and digits, with single _ or - between");
      }
      if (command == null || command.isEmpty()) {
        throw new IllegalArgumentException("mcp.servers.command of " + known + " is missing");
      }
      String told = Defaults.text(title, known);
      int most =
          Defaults.atLeastOne("mcp.servers.processes", Defaults.or(processes, USUAL_PROCESSES));
      return new StdioServer(
          known,
          told,
          Defaults.text(description, "Tools of the MCP server " + told + "."),
          command,
          Defaults.or(environment, Map.<String, String>of()),
          Defaults.text(directory, ""),
          most,
          Math.min(
              most,
              Defaults.atLeastOne(
                  "mcp.servers.processesPerOrganization",
                  Defaults.or(processesPerOrganization, Math.max(1, most / 2)))),
          Defaults.atLeastOne(
              "mcp.servers.timeoutSeconds", Defaults.or(timeoutSeconds, USUAL_SECONDS)),
          Defaults.or(trustAnnotations, false),
          new NameFilter(
              Defaults.or(allow, List.<String>of()), Defaults.or(deny, List.<String>of())),
          Defaults.or(overrides, Map.<String, ToolOverride>of()));
    }
  }
}
