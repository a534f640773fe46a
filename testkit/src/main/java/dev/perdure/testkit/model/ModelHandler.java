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
    ChatRequest request = protocol.parse(Json.read(HttpHost.body(exchange)));
    RequestLog.Entry entry = log.begin(request, key(exchange));
    Behaviour natural = Cues.follow(request);
    Behaviour behaviour = script.take(request).orElse(natural);
    Reply reply =
        behaviour.reply() == null ? Objects.requireNonNull(natural.reply()) : behaviour.reply();
    try {
      log.end(entry, answer(exchange, request, behaviour, reply));
    } catch (BrokenOnPurpose e) {
      log.end(entry, Outcome.FAILED);
      throw e;
    } catch (IOException e) {
      log.end(entry, Outcome.ABORTED);
      throw e;
    }
  }

  private Outcome answer(
      HttpExchange exchange, ChatRequest request, Behaviour behaviour, Reply reply)
      throws IOException {
    var pace = behaviour.pace();
    Delivery.pause(pace == null ? null : pace.firstByteMs());
    Fault fault = behaviour.fault();
    if (fault != null && fault.kind() == Kind.STATUS) {
      return refuse(exchange, fault);
    }
    boolean whole =
        request.stream()
            ? new Delivery(protocol, behaviour).send(exchange, request, reply)
            : sendWhole(exchange, request, reply, fault);
    if (whole) {
      log.count(Pieces.usage(request, reply));
    }
    return whole ? Outcome.ANSWERED : Outcome.FAILED;
  }

  private Outcome refuse(HttpExchange exchange, Fault fault) throws IOException {
    int status = fault.status() == null ? 500 : fault.status();
    if (fault.retryAfter() != null) {
      exchange.getResponseHeaders().set("Retry-After", fault.retryAfter());
    }
    HttpHost.respond(exchange, status, protocol.error(status, fault));
    return Outcome.FAILED;
  }

  private boolean sendWhole(
      HttpExchange exchange, ChatRequest request, Reply reply, @Nullable Fault fault)
      throws IOException {
    String body = Json.write(protocol.whole(request, reply));
    if (fault == null) {
      HttpHost.respond(exchange, 200, body);
      return true;
    }
    if (fault.kind() == Kind.GARBAGE) {
      HttpHost.respond(exchange, 200, body.substring(0, body.length() / 2));
      return false;
    }
    exchange.sendResponseHeaders(200, body.length() + 1L);
    exchange
        .getResponseBody()
        .write(
            body.substring(0, body.length() / 2).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    if (fault.kind() != Kind.CUT) {
      Delivery.stall();
    }
    throw new BrokenOnPurpose();
  }

  private static String key(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    String bearer = headers.getFirst("Authorization");
    String key = bearer == null ? headers.getFirst("x-api-key") : bearer;
    return key == null ? "" : key.replaceFirst("^Bearer ", "");
  }
}
