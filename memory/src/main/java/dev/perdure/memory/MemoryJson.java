package dev.perdure.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON as kept in Redis. Unknown fields are passed over, so that a newer node may write them; what
 * can't be read at all counts as not there.
 */
final class MemoryJson {

  private static final Logger log = LoggerFactory.getLogger(MemoryJson.class);
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private MemoryJson() {}

  static Optional<byte[]> write(Object value) {
    try {
      // By way of a string: the byte generator refuses half a surrogate pair, this writes a "?".
      return Optional.of(MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      log.warn("Can't write {} for Redis: {}", value.getClass().getSimpleName(), e.toString());
      return Optional.empty();
    }
  }

  static <T> Optional<T> read(byte[] json, Class<T> type) {
    try {
      return Optional.of(MAPPER.readValue(json, type));
    } catch (IOException e) {
      log.warn("Can't read a {} from Redis: {}", type.getSimpleName(), e.toString());
      return Optional.empty();
    }
  }
}
