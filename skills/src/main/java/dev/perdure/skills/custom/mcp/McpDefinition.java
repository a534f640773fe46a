package dev.perdure.skills.custom.mcp;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perdure.skills.custom.NameFilter;
import dev.perdure.skills.custom.ToolOverride;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a skill that is an MCP server.
 *
 * @param settings what a person said
 * @param server what the server said of itself
 * @param tools those that agents can use
 * @param leftOut those they can't
 * @param sha256 over all tools
 */
record McpDefinition(
    Settings settings,
    Server server,
    List<OfferedTool> tools,
    List<LeftOut> leftOut,
    String sha256) {

  McpDefinition {
    tools = List.copyOf(tools);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * What a person said.
   *
   * @param url empty for a server of the operator's
   * @param instructions told to the model
   * @param trustAnnotations whether the server's hints lower what a tool is guarded by
   */
  record Settings(
      String title,
      String description,
      String instructions,
      String url,
      McpAuth auth,
      String prefix,
      NameFilter tools,
      boolean trustAnnotations,
      int timeoutSeconds,
      Map<String, ToolOverride> overrides) {

    @JsonIgnore
    ToolOverride override(String tool) {
      return overrides.getOrDefault(tool, ToolOverride.NONE);
    }
  }

  /**
   * What the server said of itself when it was asked.
   *
   * @param instructions for people to look at: no model is told them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Server(
      String protocolVersion,
      @Nullable String name,
      @Nullable String version,
      @Nullable String instructions) {}

  /** A tool that can't be used, and why. */
  record LeftOut(String name, String reason) {}
}
