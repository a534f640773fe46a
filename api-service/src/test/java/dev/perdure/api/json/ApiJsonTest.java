package dev.perdure.api.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiJsonTest {

  private final ObjectMapper mapper = ApiJson.mapper();

  @Test
  void aNameMayBeWrittenAsTwoEscapes() throws Exception {
    assertThat(body("{\"\\ud83d\\ude00\":\"\\ud83d\\ude00\"}".getBytes(UTF_8)))
        .isEqualTo(body("{\"😀\":\"😀\"}".getBytes(UTF_8)));
  }

  @Test
  void aMarkBeforeTheTextIsNoPartOfIt() throws Exception {
    assertThat(body("\uFEFF{\"a\":1}".getBytes(UTF_8)).path("a").intValue()).isEqualTo(1);
  }

  @Test
  void whatIsNotUtf8IsMalformed() {
    assertThatThrownBy(() -> body("{\"a\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(JsonParseException.class);
  }

  @Test
  void aFieldIsThereOnce() {
    assertThatThrownBy(() -> body("{\"a\":1,\"a\":2}".getBytes(UTF_8)))
        .isInstanceOf(JsonParseException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1.5", "true", "[]"})
  void whatIsNoTextIsNoTime(String json) {
    assertThatThrownBy(() -> mapper.readValue(json, Instant.class))
        .isInstanceOf(MismatchedInputException.class);
    assertThatThrownBy(() -> mapper.readValue(json, Duration.class))
        .isInstanceOf(MismatchedInputException.class);
  }

  @ParameterizedTest
  @ValueSource(classes = {Map.class, List.class, UUID.class, Integer.class, Boolean.class})
  void anEmptyTextIsNothingButAText(Class<?> type) {
    assertThatThrownBy(() -> mapper.readValue("\"\"", type))
        .isInstanceOf(MismatchedInputException.class);
  }

  @Test
  void timesAreTexts() throws Exception {
    assertThat(mapper.readValue("\"2027-01-31T12:00:00Z\"", Instant.class))
        .isEqualTo(Instant.parse("2027-01-31T12:00:00Z"));
    assertThat(mapper.readValue("\"PT30S\"", Duration.class)).isEqualTo(Duration.ofSeconds(30));
  }

  private JsonNode body(byte[] body) throws IOException {
    return mapper.readTree(new ByteArrayInputStream(body));
  }
}
