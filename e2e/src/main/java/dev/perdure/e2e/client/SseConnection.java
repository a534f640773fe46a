package dev.perdure.e2e.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection to an event stream, read line by line as the SSE standard has it. */
final class SseConnection implements AutoCloseable {

  private final InputStream body;
  private final BufferedReader lines;
  private @Nullable String id;
  private final StringBuilder data = new StringBuilder();

  private SseConnection(InputStream body) {
    this.body = body;
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** Opens the stream. Fails with {@link ApiFailure} when the API refuses. */
  static SseConnection open(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
      try (InputStream body = response.body()) {
        String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        Reply reply =
            new Reply(request.toString(), response.statusCode(), response.headers(), text);
        throw new ApiFailure(reply, "expected an event stream, got \"" + type + "\"");
      }
    }
    return new SseConnection(response.body());
  }

  /** Reads one line. */
  Line read() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      return Line.END;
    }
    if (line.isEmpty()) {
      return new Line(false, complete());
    }
    if (line.startsWith(":")) {
      return new Line(false, Optional.of(new SseItem.Comment(line.substring(1).strip())));
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
    switch (field) {
      case "id" -> id = value;
      case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
      default -> {} // "event" and "retry" say nothing the data does not
    }
    return new Line(false, Optional.empty());
  }

  private Optional<SseItem> complete() {
    if (data.isEmpty()) {
      id = null;
      return Optional.empty();
    }
    SseItem event = new SseItem.Event(id, Json.read(data.toString()));
    id = null;
    data.setLength(0);
    return Optional.of(event);
  }

  /** Ends the connection at once, wherever it is. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // the connection is gone, which is what was wanted
    }
  }

  /**
   * What one line came to.
   *
   * @param end whether the server ended the stream
   * @param item what the line completed
   */
  record Line(boolean end, Optional<SseItem> item) {
    static final Line END = new Line(true, Optional.empty());
  }
}
