package dev.perdure.skills.builtin.data.child;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.perdure.skills.builtin.data.wire.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers with lines of JSON, each an object of one field that says what it is. */
final class Replies implements AutoCloseable {

  private final JsonFactory json = new JsonFactory();
  private final OutputStream out;
  private final long mostBytes;
  private long bytes;

  Replies(OutputStream out, long mostBytes) {
    this.out = new java.io.BufferedOutputStream(out, 64 * 1024);
    this.mostBytes = mostBytes;
  }

  /** What became of a file. */
  void table(Map<String, @Nullable Object> table) {
    send(line("table", table));
  }

  /** Columns of the result: name and type of each. */
  void columns(List<List<String>> columns) {
    send(line("columns", columns));
  }

  /** A row of the result; false, and it is not sent, when there is no more room for it. */
  boolean row(List<@Nullable Object> row) {
    String line = line("row", row);
    if (bytes + line.length() > mostBytes) {
      return false;
    }
    bytes += line.length();
    send(line);
    return true;
  }

  /** The end of a result. */
  void end(long found, boolean more) {
    send(line("end", List.of(found, more)));
  }

  /** Something about the database that people should know. */
  void note(String text) {
    send(line("note", text));
  }

  /** The end without a result. */
  void failure(Failure failure, String message) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("kind", failure.name());
    told.put("message", message.length() > 4_000 ? message.substring(0, 4_000) + "…" : message);
    send(line("failure", told));
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }

  private void send(String line) {
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line(String name, Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = json.createGenerator(text)) {
      generator.writeStartObject();
      generator.writeFieldName(name);
      write(generator, value);
      generator.writeEndObject();
      generator.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
      case List<?> list -> {
        generator.writeStartArray();
        for (Object item : new ArrayList<@Nullable Object>(list)) {
          write(generator, item);
        }
        generator.writeEndArray();
      }
      case Map<?, ?> map -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          generator.writeFieldName(String.valueOf(entry.getKey()));
          write(generator, entry.getValue());
        }
        generator.writeEndObject();
      }
      default -> generator.writeObject(value);
    }
  }
}
