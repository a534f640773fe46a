package dev.perdure.testkit.model;

import com.sun.net.httpserver.HttpExchange;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Kind;
import dev.perdure.testkit.Behaviour.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Writes one streamed answer at its pace, with what is to go wrong in it. */
final class Delivery {
  private static final int DEFAULT_CHUNK = 24;
  private static final long STALL_MS = 600_000;

  private final ModelProtocol protocol;
  private final @Nullable Fault fault;
  private final int chunkSize;
  private final int chunkMs;

  Delivery(ModelProtocol protocol, Behaviour behaviour) {
    var pace = behaviour.pace();
    this.protocol = protocol;
    this.fault = behaviour.fault();
    this.chunkSize = pace == null || pace.chunkSize() == null ? DEFAULT_CHUNK : pace.chunkSize();
    this.chunkMs = pace == null || pace.chunkMs() == null ? 0 : pace.chunkMs();
  }

  /** True if the whole answer was written. */
  boolean send(HttpExchange exchange, ChatRequest request, Reply reply) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    boolean endless = fault != null && fault.kind() == Kind.ENDLESS;
    Iterator<String> events = protocol.stream(request, reply, chunkSize, endless);
    int sent = 0;
    while (events.hasNext()) {
      if (fault != null
          && fault.afterChunks() != null
          && fault.afterChunks() == sent
          && !goWrong(fault, out)) {
        exchange.close();
        return false;
      }
      pause(chunkMs);
      write(out, events.next());
      if (chunkMs > 0 || fault != null) {
        out.flush();
      }
      sent++;
    }
    exchange.close();
    return fault == null;
  }

  /** True if the stream goes on afterwards. */
  private boolean goWrong(Fault fault, OutputStream out) throws IOException {
    out.flush();
    return switch (fault.kind()) {
      case CUT -> throw new BrokenOnPurpose();
      case STALL -> {
        stall();
        throw new BrokenOnPurpose();
      }
      case GARBAGE -> {
        write(out, "data: {\"id\": \"broken\", \"choi\n\n");
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
