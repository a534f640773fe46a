package dev.perdure.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.run.RunError;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns core's records into {@code jsonb} and back. Fields nobody knows are left out on reading.
 */
final class Json {

  private static final TypeReference<List<ContentPart>> CONTENT = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  String content(List<ContentPart> content) {
    return write(CONTENT, content);
  }

  List<ContentPart> content(String json) {
    return read(CONTENT, json);
  }

  /** What a steer says. */
  List<ContentPart> steer(String payload) {
    try {
      return mapper.convertValue(mapper.readTree(payload).get("input"), CONTENT);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a steer can't be read", e);
    }
  }

  String event(RunEvent event) {
    return write(new TypeReference<RunEvent>() {}, event);
  }

  /** An event, and what of it stands beside it in its row. */
  record Event(String type, @Nullable String name, @Nullable UUID opensMessage, String json) {}

  Event logged(RunEvent event) {
    JsonNode tree = mapper.valueToTree(event);
    JsonNode name = tree.get("name");
    UUID opens =
        switch (event) {
          case RunEvent.TextMessageStart start -> start.messageId();
          case RunEvent.ReasoningStart start -> start.messageId();
          default -> null;
        };
    return new Event(
        tree.path("type").asText(),
        name == null || name.isNull() ? null : name.asText(),
        opens,
        PgText.cleanJson(tree.toString()));
  }

  RunEvent event(String json) {
    return read(new TypeReference<RunEvent>() {}, json);
  }

  String decision(Decision decision) {
    return write(new TypeReference<Decision>() {}, decision);
  }

  @Nullable Decision decision(@Nullable String json) {
    return json == null ? null : read(new TypeReference<Decision>() {}, json);
  }

  String config(AgentConfig config) {
    return write(new TypeReference<AgentConfig>() {}, config);
  }

  AgentConfig config(String json) {
    return read(new TypeReference<AgentConfig>() {}, json);
  }

  String strings(Map<String, String> strings) {
    return write(STRINGS, strings);
  }

  Map<String, String> strings(String json) {
    return read(STRINGS, json);
  }

  @Nullable String error(@Nullable RunError error) {
    return error == null ? null : write(new TypeReference<RunError>() {}, error);
  }

  @Nullable RunError error(@Nullable String json) {
    return json == null ? null : read(new TypeReference<RunError>() {}, json);
  }

  String output(ToolOutput output) {
    return write(new TypeReference<ToolOutput>() {}, output);
  }

  @Nullable ToolOutput output(@Nullable String json) {
    return json == null ? null : read(new TypeReference<ToolOutput>() {}, json);
  }

  String object(Map<String, Object> object) {
    return write(OBJECT, object);
  }

  Map<String, Object> object(String json) {
    return read(OBJECT, json);
  }

  String limits(LimitsOverride said) {
    return write(new TypeReference<LimitsOverride>() {}, said);
  }

  LimitsOverride limits(@Nullable String json) {
    return json == null ? LimitsOverride.NONE : read(new TypeReference<LimitsOverride>() {}, json);
  }

  /** Reads a model's arguments; empty when they are no JSON object. */
  Optional<Map<String, Object>> arguments(String json) {
    try {
      return Optional.ofNullable(mapper.readValue(json, OBJECT));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private <T> String write(TypeReference<T> type, T value) {
    try {
      return PgText.cleanJson(mapper.writerFor(type).writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + type.getType(), e);
    }
  }

  private <T> T read(TypeReference<T> type, String json) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be read from JSON: " + type.getType(), e);
    }
  }
}
