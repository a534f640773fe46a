package dev.perdure.skills.custom.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the data of server-sent events; the bytes are bounded by the stream. */
final class SseReader {

  private final InputStream in;
  private boolean afterReturn;

  SseReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The data of the next message; empty when the stream has ended. */
  Optional<String> next() throws IOException {
    StringBuilder data = new StringBuilder();
    String event = "message";
    boolean any = false;
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        // servers send an empty one first, to name a place that a stream can be resumed from
        if (!data.isEmpty() && event.equals("message")) {
          return Optional.of(data.toString());
        }
        data.setLength(0);
        event = "message";
        any = false;
      } else if (field(line).equals("data")) {
        data.append(any ? "\n" : "").append(value(line));
        any = true;
      } else if (field(line).equals("event")) {
        event = value(line);
      }
    }
    return Optional.empty(); // an event without its blank line is not complete
  }

  private static String field(String line) {
    int colon = line.indexOf(':');
    return colon < 0 ? line : line.substring(0, colon);
  }

  private static String value(String line) {
    int colon = line.indexOf(':');
    String value = colon < 0 ? "" : line.substring(colon + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }

  /** A line, which ends with either of, or both of, carriage return and line feed. */
  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      boolean second = afterReturn && c == '\n';
      afterReturn = c == '\r';
      if (!second && (c == '\n' || c == '\r')) {
        return line.toString(StandardCharsets.UTF_8);
      }
      if (!second) {
        line.write(c);
      }
    }
    return null;
  }
}
