package dev.perdure.testkit.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Kind;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.internal.HttpHost;
import dev.perdure.testkit.internal.Json;
import dev.perdure.testkit.model.RequestLog.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers chat requests of one protocol as the script, or else the cues, say. */
final class ModelHandler implements HttpHandler {
  private final ModelProtocol protocol;
  private final Script script;
  private final RequestLog log;

  ModelHandler(ModelProtocol protocol, Script script, RequestLog log) {
    this.protocol = protocol;
    this.script = script;
    this.log = log;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      HttpHost.respond(exchange, 405, Map.of("error", Map.of("message", "POST only")));
      return;
    }
    String body = HttpHost.body(exchange);
    ChatRequest request = protocol.parse(exchange.getRequestURI().getPath(), Json.read(body));
    RequestLog.Entry entry = log.begin(request, body, key(exchange));
    Behaviour natural = Cues.follow(request);
    Behaviour behaviour = script.take(request).orElse(natural);
    Reply reply =
        behaviour.reply() == null ? Objects.requireNonNull(natural.reply()) : behaviour.reply();
    try {
      answer(new Exchange(exchange, request, reply, entry), behaviour);
    } catch (BrokenOnPurpose e) {
      throw e;
    } catch (IOException e) {
      log.end(entry, Outcome.ABORTED);
      throw e;
    }
  }

  /** One request on its way, and what will be said to it. */
  private record Exchange(
      HttpExchange http, ChatRequest request, Reply reply, RequestLog.Entry entry) {}

  private void answer(Exchange exchange, Behaviour behaviour) throws IOException {
    var pace = behaviour.pace();
    Delivery.pause(pace == null ? null : pace.firstByteMs());
    Fault fault = behaviour.fault();
    if (fault != null && fault.kind() == Kind.STATUS) {
      refuse(exchange, fault);
    } else if (exchange.request().stream()) {
      new Delivery(protocol, behaviour, outcome -> settle(exchange, outcome))
          .send(exchange.http(), exchange.request(), exchange.reply());
    } else {
      sendWhole(exchange, fault);
    }
  }

  /** Counts are settled before the client can see the last byte, so that it can rely on them. */
  private void settle(Exchange exchange, Outcome outcome) {
    if (log.end(exchange.entry(), outcome) && outcome == Outcome.ANSWERED) {
      log.count(Pieces.usage(exchange.request(), exchange.reply()));
    }
  }

  private void refuse(Exchange exchange, Fault fault) throws IOException {
    int status = fault.status() == null ? 500 : fault.status();
    if (fault.retryAfter() != null) {
      exchange.http().getResponseHeaders().set("Retry-After", fault.retryAfter());
    }
    settle(exchange, Outcome.FAILED);
    HttpHost.respond(exchange.http(), status, protocol.error(status, fault));
  }

  private void sendWhole(Exchange exchange, @Nullable Fault fault) throws IOException {
    String body = Json.write(protocol.whole(exchange.request(), exchange.reply()));
    settle(exchange, fault == null ? Outcome.ANSWERED : Outcome.FAILED);
    if (fault == null) {
      HttpHost.respond(exchange.http(), 200, body);
      return;
    }
    String half = body.substring(0, body.length() / 2);
    if (fault.kind() == Kind.GARBAGE) {
      HttpHost.respond(exchange.http(), 200, half);
      return;
    }
    exchange.http().sendResponseHeaders(200, body.length() + 1L);
    exchange.http().getResponseBody().write(half.getBytes(StandardCharsets.UTF_8));
    exchange.http().getResponseBody().flush();
    if (fault.kind() != Kind.CUT) {
      Delivery.stall();
    }
    throw new BrokenOnPurpose();
  }

  private static String key(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    String bearer = headers.getFirst("Authorization");
    String google = headers.getFirst("x-goog-api-key");
    String key = bearer == null ? headers.getFirst("x-api-key") : bearer;
    return key == null ? (google == null ? "" : google) : key.replaceFirst("^Bearer ", "");
  }
}
