package dev.perdure.testkit.model;

import com.sun.net.httpserver.HttpExchange;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Kind;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.model.RequestLog.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes one streamed answer at its pace, with what is to go wrong in it. */
final class Delivery {
  private static final int DEFAULT_CHUNK = 24;
  private static final long STALL_MS = 600_000;

  private final ModelProtocol protocol;
  private final @Nullable Fault fault;
  private final Consumer<Outcome> settle;
  private final int chunkSize;
  private final int chunkMs;

  Delivery(ModelProtocol protocol, Behaviour behaviour, Consumer<Outcome> settle) {
    var pace = behaviour.pace();
    this.protocol = protocol;
    this.settle = settle;
    this.fault = behaviour.fault();
    this.chunkSize = pace == null || pace.chunkSize() == null ? DEFAULT_CHUNK : pace.chunkSize();
    this.chunkMs = pace == null || pace.chunkMs() == null ? 0 : pace.chunkMs();
  }

  void send(HttpExchange exchange, ChatRequest request, Reply reply) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", protocol.contentType());
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    boolean endless = fault != null && fault.kind() == Kind.ENDLESS;
    Iterator<String> events = protocol.stream(request, reply, chunkSize, endless);
    int sent = 0;
    while (events.hasNext()) {
      if (fault != null && isDue(fault, sent) && !goWrong(fault, out)) {
        exchange.close();
        return;
      }
      pause(chunkMs);
      String event = events.next();
      if (fault == null && !events.hasNext()) {
        settle.accept(Outcome.ANSWERED);
      }
      write(out, event);
      if (chunkMs > 0 || fault != null) {
        out.flush();
      }
      sent++;
    }
    exchange.close();
  }

  private static boolean isDue(Fault fault, int sent) {
    int after = fault.afterChunks() == null ? 0 : fault.afterChunks();
    return fault.kind() != Kind.ENDLESS && after == sent;
  }

  /** True if the stream goes on afterwards. */
  private boolean goWrong(Fault fault, OutputStream out) throws IOException {
    settle.accept(Outcome.FAILED);
    out.flush();
    return switch (fault.kind()) {
      case CUT -> throw new BrokenOnPurpose();
      case STALL -> {
        stall();
        throw new BrokenOnPurpose();
      }
      case GARBAGE -> {
        write(out, protocol.garbage());
        yield true;
      }
      case ERROR_EVENT -> {
        write(out, protocol.errorEvent(fault.status() == null ? 500 : fault.status(), fault));
        yield false;
      }
      case END_EARLY -> false;
      case STATUS, ENDLESS -> true;
    };
  }

  static void stall() {
    pause((int) STALL_MS);
  }

  static void pause(@Nullable Integer milliseconds) {
    if (milliseconds == null || milliseconds <= 0) {
      return;
    }
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(OutputStream out, String event) throws IOException {
    out.write(event.getBytes(StandardCharsets.UTF_8));
  }
}
