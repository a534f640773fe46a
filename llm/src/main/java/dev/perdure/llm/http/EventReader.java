package dev.perdure.llm.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.http.client.sse.DefaultServerSentEventParsingHandle;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.perdure.llm.http.Dialect.Sign;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads events as they come, looks at each for what it means for the stream, and hands it on. */
final class EventReader {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String DONE = "[DONE]";

  private final BufferedReader lines;
  private final ServerSentEventContext context;
  private final Dialect dialect;
  private final BooleanSupplier stopped;

  /** How a stream came to its end. */
  sealed interface End {
    /** The provider said that nothing would follow. */
    record Complete() implements End {}

    /** The connection was closed in an orderly way, or reading was stopped. */
    record Closed() implements End {}

    record Failed(JsonNode error) implements End {}

    record Malformed(Exception cause) implements End {}
  }

  EventReader(InputStream in, Dialect dialect, BooleanSupplier stopped) {
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.context = new ServerSentEventContext(new DefaultServerSentEventParsingHandle(in));
    this.dialect = dialect;
    this.stopped = stopped;
  }

  End read(ServerSentEventListener listener, Consumer<String> finished) throws IOException {
    String event = null;
    var data = new StringBuilder();
    String line;
    while (!stopped.getAsBoolean() && (line = lines.readLine()) != null) {
      if (dialect.lines() && !line.isBlank()) {
        data.append(line);
        line = "";
      }
      if (line.startsWith("event:")) {
        event = line.substring("event:".length()).strip();
      } else if (line.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n").append(line.substring("data:".length()).strip());
      } else if (line.isEmpty() && !data.isEmpty()) {
        End end = hand(event, data.toString(), listener, finished);
        if (end != null) {
          return end;
        }
        event = null;
        data.setLength(0);
      }
    }
    End end =
        data.isEmpty() || stopped.getAsBoolean()
            ? null
            : hand(event, data.toString(), listener, finished);
    return end == null ? new End.Closed() : end;
  }

  /** Hands one event on; null if more may follow. */
  private @Nullable End hand(
      @Nullable String event,
      String data,
      ServerSentEventListener listener,
      Consumer<String> finished) {
    if (data.equals(DONE)) {
      listener.onEvent(new ServerSentEvent(event, data), context);
      return new End.Complete();
    }
    try {
      JsonNode parsed = JSON.readTree(data);
      Sign sign = dialect.read(event, parsed);
      if (sign instanceof Sign.Failed(var error)) {
        return new End.Failed(error);
      }
      if (sign instanceof Sign.Finished(var reason)) {
        finished.accept(reason);
      }
      listener.onEvent(new ServerSentEvent(event, dialect.translate(parsed, data)), context);
      return sign instanceof Sign.End ? new End.Complete() : null;
    } catch (JsonProcessingException | RuntimeException e) {
      return new End.Malformed(e);
    }
  }
}
