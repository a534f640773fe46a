package dev.perdure.skills.custom.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientSession;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A session with a server, from its beginning. Used by one call at a time. */
final class McpConnection {

  private static final Set<String> SPOKEN =
      Set.of(
          ProtocolVersions.MCP_2025_11_25,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_03_26);
  private static final Map<String, String> SELF =
      Map.of("name", "perdure", "title", "Perdure", "version", "1");

  /** The channel bounds the time of each request, by the call it is made for. */
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private static final int MOST_PAGES = 50;
  private static final int MOST_TOOLS = 500;

  private final McpChannel channel;
  private final McpClientSession session;
  private McpUse use;
  private Map<String, Object> greeting = Map.of();
  private boolean listChanged;
  private String progressToken = "";

  private McpConnection(McpChannel channel, McpUse use) {
    this.channel = channel;
    this.use = use;
    this.session =
        new McpClientSession(
            FOR_EVER,
            channel,
            Map.of(
                McpSchema.METHOD_PING, _ -> Mono.just(Map.of()),
                McpSchema.METHOD_ROOTS_LIST, _ -> Mono.just(Map.of("roots", List.of()))),
            Map.of(
                McpSchema.METHOD_NOTIFICATION_PROGRESS,
                params -> Mono.fromRunnable(() -> progress(params)),
                McpSchema.METHOD_NOTIFICATION_TOOLS_LIST_CHANGED,
                _ -> Mono.fromRunnable(() -> listChanged = true)),
            connecting -> connecting);
  }

  /** Begins a session: nothing is taken from a server that speaks another protocol. */
  static McpConnection open(McpChannel channel, McpUse use) {
    McpConnection connection = new McpConnection(channel, use);
    channel.use(use);
    try {
      connection.greet();
      return connection;
    } catch (RuntimeException e) {
      channel.end();
      throw e;
    }
  }

  private void greet() {
    greeting =
        request(
            McpSchema.METHOD_INITIALIZE,
            Map.of(
                "protocolVersion",
                ProtocolVersions.MCP_2025_11_25,
                "capabilities",
                Map.of(),
                "clientInfo",
                SELF));
    String version = String.valueOf(greeting.get("protocolVersion"));
    if (!SPOKEN.contains(version)) {
      throw McpFailure.refused(
          "mcp_version",
          "The MCP server speaks a revision of the protocol that is not known here.");
    }
    channel.agreed(version);
    session.sendNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED, Map.of()).block();
  }

  /** What the server said of itself at the beginning. */
  Map<String, Object> greeting() {
    return greeting;
  }

  /** On behalf of whom it is used from now on. */
  void use(McpUse use) {
    this.use = use;
    channel.use(use);
  }

  /** All tools, as the server writes them. */
  List<Map<String, Object>> tools() {
    listChanged = false;
    List<Map<String, Object>> tools = new ArrayList<>();
    @Nullable String cursor = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      Map<String, Object> answer =
          request(
              McpSchema.METHOD_TOOLS_LIST, cursor == null ? Map.of() : Map.of("cursor", cursor));
      addAll(tools, answer.get("tools"));
      cursor = answer.get("nextCursor") instanceof String next ? next : null;
      if (cursor == null) {
        return tools;
      }
    }
    throw McpFailure.broken("The MCP server's list of tools has no end.", null);
  }

  private static void addAll(List<Map<String, Object>> tools, @Nullable Object page) {
    if (!(page instanceof List<?> list)) {
      throw McpFailure.broken("The MCP server lists no tools.", null);
    }
    for (Object one : list) {
      if (!(one instanceof Map<?, ?> tool)) {
        throw McpFailure.broken("The MCP server lists what is no tool.", null);
      }
      Map<String, Object> copy = new LinkedHashMap<>();
      tool.forEach((key, value) -> copy.put(String.valueOf(key), value));
      tools.add(copy);
    }
    if (tools.size() > MOST_TOOLS) {
      throw McpFailure.broken("The MCP server offers more than " + MOST_TOOLS + " tools.", null);
    }
  }

  /** Whether the server said since that its tools are others now. */
  boolean listChanged() {
    return listChanged;
  }

  /**
   * Calls a tool.
   *
   * @param key names the effect, for a server that deduplicates
   */
  Map<String, Object> call(String tool, Map<String, Object> arguments, String key) {
    progressToken = key;
    return request(
        McpSchema.METHOD_TOOLS_CALL,
        Map.of(
            "name",
            tool,
            "arguments",
            arguments,
            "_meta",
            Map.of("progressToken", key, "dev.perdure/idempotency-key", key)));
  }

  boolean usable() {
    return channel.usable();
  }

  void end() {
    channel.end();
  }

  private Map<String, Object> request(String method, Map<String, Object> params) {
    try {
      Map<String, Object> answer = session.sendRequest(method, params, object()).block();
      if (answer == null) {
        throw McpFailure.broken("The MCP server answers with nothing.", null);
      }
      return answer;
    } catch (McpError e) {
      throw refusal(e);
    } catch (IllegalArgumentException e) {
      throw McpFailure.broken("The MCP server answers with what is no object.", e);
    }
  }

  private static TypeRef<Map<String, Object>> object() {
    return McpJson.object();
  }

  /** The message is the server's, and is not repeated: nobody can tell where it leads. */
  private static McpFailure refusal(McpError error) {
    int code = error.getJsonRpcError().code();
    return switch (code) {
      case ErrorCodes.INVALID_PARAMS ->
          McpFailure.refused("mcp_invalid_arguments", "The MCP server refuses the arguments.");
      case ErrorCodes.METHOD_NOT_FOUND, ErrorCodes.INVALID_REQUEST, ErrorCodes.PARSE_ERROR ->
          McpFailure.refused(
              "mcp_protocol", "The MCP server does not know what was asked (" + code + ").");
      default -> McpFailure.broken("The MCP server failed (" + code + ").", error);
    };
  }

  private void progress(@Nullable Object params) {
    if (params instanceof Map<?, ?> news && progressToken.equals(news.get("progressToken"))) {
      Object message = news.get("message");
      use.progress()
          .accept(
              message instanceof String text
                  ? text
                  : news.get("progress")
                      + (news.get("total") == null ? "" : "/" + news.get("total")));
    }
  }
}
