package dev.perdure.skills.custom.mcp;

import dev.perdure.skills.custom.NameFilter;
import dev.perdure.skills.custom.ToolOverride;
import java.util.List;
import java.util.Map;

/**
 * An MCP server that the operator runs as a process, for all organizations.
 *
 * @param name of the skill
 * @param command the program with its arguments
 * @param environment all that the process gets of the environment
 * @param directory it runs in; empty for that of the service
 * @param processes the most at a time, over all organizations
 * @param processesEach the most at a time of one organization
 * @param overrides by the server's names of its tools
 */
public record StdioServer(
    String name,
    String title,
    String description,
    List<String> command,
    Map<String, String> environment,
    String directory,
    int processes,
    int processesEach,
    int timeoutSeconds,
    boolean trustAnnotations,
    NameFilter tools,
    Map<String, ToolOverride> overrides) {

  public StdioServer {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    overrides = Map.copyOf(overrides);
  }
}
