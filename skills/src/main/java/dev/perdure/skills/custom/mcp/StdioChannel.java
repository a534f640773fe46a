package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureException;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.util.Map;
import java.util.Optional;

/** A process that is spoken to over its standard streams, a message a line. */
final class StdioChannel extends McpChannel {

  private final StdioProcess process;
  private McpUse use;
  private boolean usable = true;

  StdioChannel(StdioProcess process, McpJson json, McpUse use) {
    super(json);
    this.process = process;
    this.use = use;
  }

  @Override
  void use(McpUse use) {
    this.use = use;
  }

  @Override
  boolean usable() {
    return usable && process.lives();
  }

  @Override
  void send(JSONRPCMessage message) {
    try {
      process.write(json().write(message), use);
      Inbox inbox = new Inbox(this, message);
      while (!inbox.complete()) {
        Optional<String> line = process.read(use);
        if (line.isEmpty()) {
          throw McpFailure.doubtful("mcp_no_answer", "The MCP server's process has ended.", null);
        }
        if (!line.get().isBlank()) {
          inbox.take(line.get());
        }
      }
    } catch (McpFailure e) {
      usable = false;
      throw e;
    } catch (PerdureException e) {
      usable = false;
      if (message instanceof JSONRPCRequest left) {
        abandon(left.id());
      }
      throw e;
    }
  }

  @Override
  void abandon(Object requestId) {
    var _ =
        process.say(
            json()
                .write(
                    new JSONRPCNotification(
                        "notifications/cancelled", Map.of("requestId", requestId))));
  }

  @Override
  void end() {
    usable = false;
    process.close();
  }
}
