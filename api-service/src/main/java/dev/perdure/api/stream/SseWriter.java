package dev.perdure.api.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Writes server-sent events. Each frame goes out in one write. */
final class SseWriter {

  private final OutputStream out;

  SseWriter(OutputStream out) {
    this.out = out;
  }

  /** An event that a client can resume after. */
  void event(long id, String json) throws IOException {
    write("id: " + id + "\ndata: " + json + "\n\n");
  }

  /** An event that is not in the log. */
  void event(String json) throws IOException {
    write("data: " + json + "\n\n");
  }

  /** Something clients pass over. */
  void comment(String text) throws IOException {
    write(": " + text + "\n\n");
  }

  /** How long to wait before connecting again. */
  void retry(Duration time) throws IOException {
    write("retry: " + time.toMillis() + "\n\n");
  }

  void flush() throws IOException {
    out.flush();
  }

  private void write(String frame) throws IOException {
    out.write(frame.getBytes(StandardCharsets.UTF_8));
  }
}
