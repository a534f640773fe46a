package dev.perdure.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrictJsonSchemasTest {

  private static final Map<String, Object> CITY =
      Map.of(
          "type", "object",
          "properties", Map.of("name", Map.of("type", "string")),
          "required", List.of("name"));

  private final JsonSchemas schemas = new StrictJsonSchemas();

  @Test
  void whatFitsHasNoProblems() {
    assertThat(schemas.problems(CITY, "{\"name\":\"Ulm\"}")).isEmpty();
  }

  @Test
  void tellsWhereAndWhatDoesNotFit() {
    assertThat(schemas.problems(CITY, "{\"name\":7}"))
        .singleElement()
        .asString()
        .startsWith("/name: ")
        .contains("string");
    assertThat(schemas.problems(CITY, "{}")).singleElement().asString().startsWith("answer: ");
  }

  @Test
  void textIsNoJsonAndNothingMayFollowIt() {
    assertThat(schemas.problems(CITY, "The city is Ulm.")).singleElement().isNotNull();
    assertThat(schemas.problems(CITY, "{\"name\":\"Ulm\"} Done.")).hasSize(1);
    assertThat(schemas.problems(CITY, "{\"name\":\"Ulm\",\"name\":\"Bonn\"}")).hasSize(1);
    assertThat(schemas.problems(CITY, "")).hasSize(1);
  }

  @Test
  void aSchemaMayBeForOtherThanObjects() {
    assertThat(schemas.problems(Map.of("type", "array"), "[1, 2]")).isEmpty();
    assertThat(schemas.problems(Map.of("type", "array"), "{}")).hasSize(1);
  }

  @Test
  void whyASchemaIsNoneIsSaidInItsOwnWords() {
    for (Map<String, Object> none :
        List.<Map<String, Object>>of(
            Map.of("$ref", "https://json-schema.example/nothing"),
            Map.of("properties", Map.of("a", Map.of("pattern", "[a"))))) {
      assertThatThrownBy(() -> schemas.check(none))
          .isInstanceOf(PerdureException.class)
          .message()
          .doesNotContain("Exception")
          .doesNotContain("java.");
    }
  }

  @Test
  void refusesWhatIsNoSchema() {
    Map<String, Object> none = Map.of("type", 7);
    assertThatThrownBy(() -> schemas.check(none))
        .isInstanceOf(PerdureException.class)
        .hasMessageContaining("schema_invalid");
    schemas.check(CITY);
  }

  @Test
  void aPatternThatTakesForEverIsGivenUp() {
    // The reference back keeps the JVM from remembering where it has been.
    Map<String, Object> slow =
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("a", Map.of("type", "string", "pattern", "^(a|aa)+(\\1b)?$")));
    assertThat(givenUp(slow, "{\"a\":\"" + "a".repeat(60) + "!\"}")).contains("too long");
    assertThat(schemas.problems(slow, "{\"a\":\"aaaa\"}")).isEmpty();
  }

  @Test
  void aSchemaThatUnfoldsForEverIsGivenUp() {
    Map<String, Object> definitions = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      Map<String, Object> next = Map.of("$ref", "#/$defs/d" + (i + 1));
      definitions.put("d" + i, Map.of("allOf", List.of(next, next)));
    }
    definitions.put("d40", Map.of("type", "object"));
    Map<String, Object> doubling =
        Map.of("type", "object", "$ref", "#/$defs/d0", "$defs", definitions);
    schemas.check(doubling);
    assertThat(givenUp(doubling, "{}")).contains("too long");

    Map<String, Object> itself = Map.of("type", "object", "allOf", List.of(Map.of("$ref", "#")));
    assertThat(givenUp(itself, "{}")).contains("too long");
  }

  @Test
  void aSchemaThatGoesTooDeepIsRefused() {
    Map<String, Object> deep = Map.of();
    for (int i = 0; i < 20_000; i++) {
      deep = Map.of("allOf", List.of(deep));
    }
    Map<String, Object> schema = deep;
    assertThatThrownBy(() -> schemas.check(schema))
        .isInstanceOf(PerdureException.class)
        .hasMessageContaining("schema_invalid");
  }

  @Test
  void numbersThatNoComputerHoldsDontFit() {
    Map<String, Object> bounded =
        Map.of("properties", Map.of("a", Map.of("maximum", 7, "multipleOf", 2)));
    assertThat(schemas.problems(bounded, "{\"a\":1e999}")).isNotEmpty();
    assertThat(schemas.problems(bounded, "{\"a\":-1e999}")).isNotEmpty();
  }

  @Test
  void oneSchemaIsNotKnownToAnother() {
    String address = "https://json-schema.example/theirs";
    schemas.check(Map.of("$id", address, "type", "object", "maxProperties", 0));
    Map<String, Object> another = Map.of("$ref", address);
    assertThatThrownBy(() -> schemas.check(another))
        .isInstanceOf(PerdureException.class)
        .hasMessageContaining("schema_invalid");
    schemas.check(Map.of("$id", "https://json-schema.org/draft/2020-12/schema"));
    Map<String, Object> none = Map.of("type", 7);
    assertThatThrownBy(() -> schemas.check(none)).isInstanceOf(PerdureException.class);
  }

  private String givenUp(Map<String, Object> schema, String json) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> schemas.problems(schema, json).getFirst());
  }
}
