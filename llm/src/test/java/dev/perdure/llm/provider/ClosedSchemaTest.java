package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void closesObjectsAndLeavesOutLimits() throws Exception {
    assertThat(
            ClosedSchema.of(
                read(
                    """
                    {"type": "object", "minProperties": 1, "properties": {
                      "n": {"type": "integer", "minimum": 1},
                      "list": {"type": "array", "items": {"type": "object", "properties": {}}},
                      "either": {"anyOf": [{"type": "null"}, {"type": "string", "maxLength": 3}]}}}
                    """)))
        .contains(
            read(
                """
                {"type": "object", "additionalProperties": false, "properties": {
                  "n": {"type": "integer"},
                  "list": {"type": "array",
                    "items": {"type": "object", "properties": {}, "additionalProperties": false}},
                  "either": {"anyOf": [{"type": "null"}, {"type": "string"}]}}}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}",
        "{\"oneOf\": [{\"type\": \"string\"}]}",
        "{\"$ref\": \"#/$defs/a\", \"$defs\": {}}",
        "{\"type\": \"array\", \"items\": {\"not\": {}}}",
        "{\"anyOf\": [true]}",
        "{\"type\": \"object\", \"properties\": {\"a\": {\"allOf\": []}}}"
      })
  void doesNotPretendToKnowOtherWords(String schema) throws Exception {
    assertThat(ClosedSchema.of(read(schema))).isEmpty();
  }

  @Test
  void isStrictOnlyIfEveryPropertyIsRequired() throws Exception {
    String inner = "{'type': 'object', 'properties': {'b': {'type': 'null'}}, %s}";
    String outer =
        "{'type': 'object', 'additionalProperties': false, 'required': ['a'], 'properties': {'a': "
            + inner
            + "}}";
    assertThat(ClosedSchema.isStrict(read(strict(outer, "'required': ['b']")))).isTrue();
    assertThat(ClosedSchema.isStrict(read(strict(outer, "'title': 'x'")))).isFalse();
    assertThat(ClosedSchema.isStrict(read("{\"type\": \"string\"}"))).isFalse();
  }

  private static String strict(String schema, String more) {
    return schema.formatted(more + ", 'additionalProperties': false").replace('\'', '"');
  }

  private static Map<String, Object> read(String json) throws Exception {
    return JSON.readValue(json, new TypeReference<>() {});
  }
}
