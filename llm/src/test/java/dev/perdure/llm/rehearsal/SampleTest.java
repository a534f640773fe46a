package dev.perdure.llm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | \"hi\"",
        "{'type': 'string', 'minLength': 4} | \"hixx\"",
        "{'type': 'string', 'maxLength': 1} | \"h\"",
        "{'type': 'string', 'format': 'date'} | \"2026-01-31\"",
        "{'type': ['null', 'string']} | null",
        "{'const': null} | null",
        "{'enum': [3, 4]} | 3",
        "{'type': 'integer', 'minimum': 2.5} | 3",
        "{'type': 'integer', 'exclusiveMinimum': 7} | 8",
        "{'type': 'number', 'maximum': 0.5} | 0.5",
        "{'type': 'integer', 'minimum': 7, 'multipleOf': 5} | 10",
        "{'type': 'boolean'} | true",
        "{'type': 'array'} | []",
        "{'type': 'array', 'minItems': 2, 'items': {'type': 'integer'}} | [1,1]",
        "{'required': ['b', 'a'], 'properties': {'a': {'const': 1}}} | {\"a\":1,\"b\":\"hi\"}",
        "{'$ref': '#/$defs/x', '$defs': {'x': {'type': 'null'}}} | null",
        "{'oneOf': [{'type': 'integer'}, {'type': 'string'}]} | 1",
        "{'allOf': [{'required': ['a']}, {'required': ['b']}]} | {\"a\":\"hi\",\"b\":\"hi\"}",
      })
  void fitsItsSchema(String schema, String expected) throws Exception {
    assertThat(sample(schema)).isEqualTo(expected);
  }

  @Test
  void aSchemaThatRefersToItselfEnds() throws Exception {
    assertThat(sample("{'required': ['next'], 'properties': {'next': {'$ref': '#'}}}"))
        .startsWith("{\"next\":{\"next\":");
  }

  private static String sample(String schema) throws Exception {
    return Sample.of(
        new ObjectMapper().readValue(schema.replace('\'', '"'), new TypeReference<>() {}), "hi");
  }
}
