package dev.perdure.skills.custom.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A transport of the SDK that does everything on the caller's thread: a request that was sent has
 * been answered, or has failed, when sending returns. Used by one call at a time.
 */
abstract class McpChannel implements McpClientTransport {

  private final McpJson json;
  private @Nullable Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler;

  McpChannel(McpJson json) {
    this.json = json;
  }

  /** On behalf of whom it is used from now on. */
  abstract void use(McpUse use);

  /** The protocol's revision that both sides agreed on. */
  void agreed(String protocolVersion) {}

  /** Whether another call may use it. */
  abstract boolean usable();

  /** Tells the other side to leave a request, as far as it still listens. Doesn't wait. */
  abstract void abandon(Object requestId);

  /** Ends it. Doesn't wait, and harms nobody when it was ended before. */
  abstract void end();

  /** Sends a message and waits for what answers it. */
  abstract void send(JSONRPCMessage message);

  /** Hands on what came. */
  void deliver(JSONRPCMessage message) {
    if (handler != null) {
      handler.apply(Mono.just(message)).subscribe();
    }
  }

  McpJson json() {
    return json;
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    this.handler = handler;
    return Mono.empty();
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.fromRunnable(() -> send(message));
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::end);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return json.mapper().convertValue(data, type);
  }
}
