package dev.perdure.testkit.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.testkit.internal.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of effects, one JSON line each, on disk before it is answered. What the file already held
 * still counts.
 */
final class EffectLog {
  private final FileChannel file;
  private final List<JsonNode> effects = new ArrayList<>();

  EffectLog(Path path) throws IOException {
    if (Files.exists(path)) {
      for (String line : Files.readAllLines(path)) {
        effects.add(Json.read(line));
      }
    }
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Writes one effect down and says which number it got. */
  synchronized int append(JsonNode key, JsonNode payload) throws IOException {
    ObjectNode effect = Json.object().put("number", effects.size() + 1);
    effect.set("key", key);
    effect.set("payload", payload);
    ByteBuffer line = ByteBuffer.wrap((Json.write(effect) + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      file.write(line);
    }
    file.force(false);
    effects.add(effect);
    return effects.size();
  }

  /** The effects with the key, or all. */
  synchronized ArrayNode list(@Nullable String key) {
    ArrayNode list = Json.mapper().createArrayNode();
    for (JsonNode effect : effects) {
      if (key == null || effect.path("key").asText().equals(key)) {
        list.add(effect);
      }
    }
    return list;
  }
}
