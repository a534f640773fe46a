package dev.perdure.skills.custom.mcp;

/** Where connections to a server come from. */
@FunctionalInterface
interface McpServers {

  /** A way to the server that nothing was said on yet. */
  McpChannel channel(McpUse use);
}
