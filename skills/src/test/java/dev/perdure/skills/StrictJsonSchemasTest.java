package dev.perdure.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
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
  void refusesWhatIsNoSchema() {
    Map<String, Object> none = Map.of("type", 7);
    assertThatThrownBy(() -> schemas.check(none))
        .isInstanceOf(PerdureException.class)
        .hasMessageContaining("schema_invalid");
    schemas.check(CITY);
  }
}
