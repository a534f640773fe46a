package dev.perdure.api.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The receiving end of a stream: takes it apart as a browser would. */
class SseFrames extends OutputStream {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private String rest = "";

  @Override
  public void write(int b) {
    throw new UnsupportedOperationException("one byte at a time");
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    // Each write holds whole frames, so that no character is ever cut.
    rest += new String(bytes, from, length, StandardCharsets.UTF_8);
    int end;
    while ((end = rest.indexOf("\n\n")) >= 0) {
      frames.add(Frame.parse(rest.substring(0, end)));
      rest = rest.substring(end + 2);
    }
  }

  List<Frame> all() {
    return frames;
  }

  /** Frames that hold an event. */
  List<Frame> events() {
    return frames.stream().filter(frame -> frame.json != null).toList();
  }

  /** The ids of durable events. */
  List<Long> ids() {
    return frames.stream().filter(frame -> frame.id > 0).map(frame -> frame.id).toList();
  }

  List<String> types() {
    return events().stream().map(Frame::type).toList();
  }

  boolean ended() {
    return frames.stream().anyMatch(frame -> frame.type().equals("RUN_FINISHED"));
  }

  /** The texts of the messages, put together as a client does. */
  ClientTexts texts() {
    ClientTexts texts = new ClientTexts();
    texts.connected();
    events().forEach(texts::take);
    return texts;
  }

  /**
   * One frame.
   *
   * @param id 0 when it has none
   */
  record Frame(long id, @Nullable JsonNode json, List<String> other) {

    static Frame parse(String text) {
      long id = 0;
      JsonNode json = null;
      List<String> other = new ArrayList<>();
      for (String line : text.split("\n", -1)) {
        if (line.startsWith("id: ")) {
          id = Long.parseLong(line.substring(4));
        } else if (line.startsWith("data: ")) {
          json = read(line.substring(6));
        } else {
          other.add(line);
        }
      }
      return new Frame(id, json, other);
    }

    private static JsonNode read(String text) {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String type() {
      return json == null ? "" : json.path("type").asText();
    }

    JsonNode at(String pointer) {
      return json == null ? JSON.missingNode() : json.at(pointer);
    }
  }
}
