package dev.perdure.skills.custom.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comes until a request is answered. A server that says too much else is not listened to. */
final class Inbox {

  /** Notifications that somebody listens to. */
  static final Set<String> HEARD =
      Set.of("notifications/progress", "notifications/tools/list_changed");

  private static final int MOST_MESSAGES = 10_000;
  private static final int MOST_REQUESTS = 20;

  private final McpChannel channel;
  private final @Nullable Object requestId;
  private boolean answered;
  private int messages;
  private int requests;

  Inbox(McpChannel channel, JSONRPCMessage sent) {
    this.channel = channel;
    this.requestId = sent instanceof JSONRPCRequest request ? request.id() : null;
  }

  boolean awaitsAnswer() {
    return requestId != null;
  }

  boolean complete() {
    return requestId == null || answered;
  }

  /** Takes a message. An answer to what was not asked here is nobody's. */
  void take(String text) {
    if (++messages > MOST_MESSAGES) {
      throw McpFailure.broken("The MCP server sends without an end.", null);
    }
    JSONRPCMessage message = channel.json().message(text);
    switch (message) {
      case JSONRPCResponse response
          when response.id() != null && response.id().equals(requestId) -> {
        answered = true;
        channel.deliver(response);
      }
      case JSONRPCNotification notification when HEARD.contains(notification.method()) ->
          channel.deliver(notification);
      case JSONRPCRequest request -> {
        if (++requests > MOST_REQUESTS) {
          throw McpFailure.broken("The MCP server asks without an end.", null);
        }
        channel.deliver(request);
      }
      default -> {
        // an answer to nothing, or news that nobody needs
      }
    }
  }
}
