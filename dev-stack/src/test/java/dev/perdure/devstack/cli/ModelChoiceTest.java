package dev.perdure.devstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelChoiceTest {

  @ParameterizedTest
  @CsvSource({
    "PERDURE_MODEL, anthropic/x, anthropic/x",
    "PERDURE_MODEL_URL, http://127.0.0.1:1/v1, custom/default",
    "OPENAI_API_KEY, key, openai/default",
    "ANTHROPIC_API_KEY, key, anthropic/default",
    "PERDURE_OLLAMA_MODEL, llama, ollama/default"
  })
  void takesWhatTheEnvironmentNames(String variable, String value, String model) {
    ModelChoice choice = ModelChoice.of(Map.of(variable, value), () -> true);

    assertThat(choice.model()).isEqualTo(model);
    assertThat(choice.reason()).isEqualTo(variable + " is set");
  }

  @Test
  void takesALocalOllamaWhenNothingIsNamed() {
    assertThat(ModelChoice.of(Map.of(), () -> true).model()).isEqualTo("ollama/default");
  }

  @Test
  void fallsBackToTheRehearsalModel() {
    assertThat(ModelChoice.of(Map.of("OPENAI_API_KEY", " "), () -> false).model())
        .isEqualTo("rehearsal/default");
  }
}
