package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.net.OutboundHead;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.skills.custom.SentSecrets;
import dev.perdure.skills.internal.RetryAfter;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streamable HTTP over the guarded client: each message is a POST, answered with JSON or a stream
 * of events that is read until the answer is in it. No redirect is followed, and no stream is
 * resumed.
 */
final class HttpChannel extends McpChannel {

  private static final Logger log = LoggerFactory.getLogger(HttpChannel.class);

  private static final Duration GOODBYE = Duration.ofSeconds(5);
  private static final int LONGEST_SESSION_ID = 1_000;

  private final String url;
  private final McpCredentials credentials;
  private final OutboundClients clients;
  private McpUse use;
  private @Nullable String sessionId;
  private @Nullable String protocolVersion;
  private boolean usable = true;

  /**
   * @param clients for what is said when the call that used it is over
   */
  HttpChannel(
      String url, McpCredentials credentials, OutboundClients clients, McpJson json, McpUse use) {
    super(json);
    this.url = url;
    this.credentials = credentials;
    this.clients = clients;
    this.use = use;
  }

  @Override
  void use(McpUse use) {
    this.use = use;
  }

  @Override
  void agreed(String protocolVersion) {
    this.protocolVersion = protocolVersion;
  }

  @Override
  boolean usable() {
    return usable;
  }

  @Override
  void send(JSONRPCMessage message) {
    Inbox inbox = new Inbox(this, message);
    try {
      try {
        exchange(message, inbox);
      } catch (McpFailure e) {
        // a token that holds by the clock may have been taken back
        if (!e.unauthorized() || !credentials.renewed(use.context())) {
          throw e;
        }
        exchange(message, inbox);
      }
    } catch (McpFailure e) {
      usable = usable && e.kind() == McpFailure.Kind.BUSY;
      throw e;
    } catch (PerdureException e) {
      usable = false;
      if (stopped(e.error()) && protocolVersion != null && message instanceof JSONRPCRequest left) {
        abandon(left.id());
      }
      throw e;
    }
    if (!inbox.complete()) {
      usable = false;
      throw McpFailure.doubtful(
          "mcp_no_answer", "The MCP server ended its answer before it was complete.", null);
    }
  }

  private void exchange(JSONRPCMessage message, Inbox inbox) {
    OutboundRequest request =
        headed(
                OutboundRequest.post(url, "application/json", json().write(message)),
                credentials.headers(use))
            .withHeader("Accept", "application/json, text/event-stream")
            .withLimits(limits(use.left()));
    SentSecrets sent = credentials.sent(use.context());
    use.http().send(request, (head, body) -> read(inbox, head, body, sent));
  }

  private static boolean stopped(PerdureError error) {
    return error instanceof PerdureError.Cancelled || error.code().equals("outbound_timeout");
  }

  private boolean read(Inbox inbox, OutboundHead head, InputStream body, SentSecrets sent)
      throws IOException {
    check(head);
    if (!inbox.awaitsAnswer()) {
      return true;
    }
    if (sessionId == null) {
      sessionId = head.header(HttpHeaders.MCP_SESSION_ID).map(HttpChannel::checkedId).orElse(null);
    }
    String type = head.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("text/event-stream")) {
      SseReader events = new SseReader(body);
      Optional<String> next = events.next();
      while (next.isPresent()) {
        inbox.take(json().without(next.get(), sent));
        next = inbox.complete() ? Optional.empty() : events.next();
      }
    } else if (type.startsWith("application/json")) {
      inbox.take(json().without(new String(body.readAllBytes(), StandardCharsets.UTF_8), sent));
    } else if (head.status() != 202) {
      throw McpFailure.broken("The address answers, but not as an MCP server.", null);
    }
    return true;
  }

  private void check(OutboundHead head) {
    int status = head.status();
    if (status >= 200 && status < 300) {
      return;
    }
    if (status == 404 && sessionId != null) {
      throw McpFailure.expired();
    }
    String answers = "The MCP server answers " + status;
    throw switch (status) {
      case 401 ->
          McpFailure.refused(
              "mcp_unauthorized", answers + ": it does not accept the skill's credentials.");
      case 403 ->
          McpFailure.refused("mcp_forbidden", answers + ": it does not permit what was asked.");
      case 429 ->
          McpFailure.busy(
              answers + ": it is asked too often.", RetryAfter.of(head.header("retry-after")));
      default ->
          status >= 500 || status == 408
              ? McpFailure.doubtful(
                  "mcp_server_error", answers + ".", RetryAfter.of(head.header("retry-after")))
              : McpFailure.refused(
                  status < 400 ? "mcp_moved" : "mcp_refused",
                  status < 400 ? answers + ": it has moved. Give its new URL." : answers + ".");
    };
  }

  private static String checkedId(String id) {
    boolean visible = id.chars().allMatch(c -> c > ' ' && c < 0x7F);
    if (!visible || id.length() > LONGEST_SESSION_ID) {
      throw McpFailure.broken("The MCP server names its session oddly.", null);
    }
    return id;
  }

  private OutboundRequest headed(OutboundRequest request, Map<String, String> headers) {
    OutboundRequest headed = request;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      headed = headed.withHeader(header.getKey(), header.getValue());
    }
    if (sessionId != null) {
      headed = headed.withHeader(HttpHeaders.MCP_SESSION_ID, sessionId);
    }
    if (protocolVersion != null) {
      headed = headed.withHeader(HttpHeaders.PROTOCOL_VERSION, protocolVersion);
    }
    return headed;
  }

  private static OutboundLimits limits(Duration time) {
    return OutboundLimits.DEFAULT
        .withDeadline(time)
        .withMaxBytes(McpJson.MOST_BYTES)
        .withMaxRedirects(0);
  }

  @Override
  void abandon(Object requestId) {
    JSONRPCMessage message =
        new JSONRPCNotification(
            "notifications/cancelled",
            Map.of("requestId", requestId, "reason", "The call was stopped."));
    aside(
        OutboundRequest.post(url, "application/json", json().write(message))
            .withHeader("Accept", "application/json, text/event-stream"));
  }

  @Override
  void end() {
    usable = false;
    if (sessionId != null) {
      aside(OutboundRequest.of("DELETE", url));
      sessionId = null;
    }
  }

  /** Says something that nobody waits for; by then the call's own client may be stopped. */
  private void aside(OutboundRequest request) {
    McpUse last = use;
    OutboundHttp http = clients.forOrg(last.context().orgId());
    Optional<Map<String, String>> headers;
    try {
      headers = credentials.known(last.context());
    } catch (PerdureException e) {
      headers = Optional.empty();
    }
    if (headers.isEmpty()) {
      return; // there are no credentials any more: it can't be said
    }
    OutboundRequest ready = headed(request, headers.get()).withLimits(limits(GOODBYE));
    Thread.startVirtualThread(() -> {
      try {
        http.send(ready, (head, body) -> true);
      } catch (PerdureException e) {
        log.debug("an MCP server did not hear the end of it: {}", e.error().code());
      }
    });
  }
}
