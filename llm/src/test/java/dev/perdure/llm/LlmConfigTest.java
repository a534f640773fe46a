package dev.perdure.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.llm.provider.ProviderConfig;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LlmConfigTest {

  @Test
  void withoutAnythingTheRehearsalModelIsTheDefault() {
    LlmConfig config = LlmConfig.fromEnvironment(Map.of("OPENAI_API_KEY", " "));
    assertThat(config.providers())
        .containsExactly(
            new ProviderConfig("ollama", Protocol.OLLAMA, "http://127.0.0.1:11434", null, null));
    assertThat(config.defaultModel()).isEqualTo("rehearsal/default");
    assertThat(config.rehearsalPause()).isEqualTo(Duration.ofMillis(15));
  }

  @Test
  void readsEveryProvider() {
    LlmConfig config =
        LlmConfig.fromEnvironment(
            Map.ofEntries(
                Map.entry("PERDURE_MODEL_URL", "http://127.0.0.1:1/v1/"),
                Map.entry("PERDURE_MODEL_KEY", "k1"),
                Map.entry("PERDURE_MODEL_NAME", "m1"),
                Map.entry("OPENAI_API_KEY", "k2"),
                Map.entry("OPENAI_BASE_URL", "http://127.0.0.1:2/v1"),
                Map.entry("OPENAI_MODEL", "m2"),
                Map.entry("ANTHROPIC_API_KEY", "k3"),
                Map.entry("ANTHROPIC_BASE_URL", "http://127.0.0.1:3/v1"),
                Map.entry("ANTHROPIC_MODEL", "m3"),
                Map.entry("GEMINI_API_KEY", "k5"),
                Map.entry("GEMINI_BASE_URL", "http://127.0.0.1:5/v1beta"),
                Map.entry("GEMINI_MODEL", "m5"),
                Map.entry("MISTRAL_API_KEY", "k6"),
                Map.entry("MISTRAL_BASE_URL", "http://127.0.0.1:6/v1"),
                Map.entry("MISTRAL_MODEL", "m6"),
                Map.entry("PERDURE_OLLAMA_URL", "http://127.0.0.1:4/v1"),
                Map.entry("PERDURE_MODEL_SILENCE", "90s"),
                Map.entry("PERDURE_OLLAMA_MODEL", "m4"),
                Map.entry("PERDURE_REHEARSAL_PAUSE_MS", "3")));
    assertThat(config.providers())
        .containsExactly(
            new ProviderConfig(
                "custom", Protocol.OPENAI_COMPATIBLE, "http://127.0.0.1:1/v1", "k1", "m1"),
            new ProviderConfig("openai", Protocol.OPENAI, "http://127.0.0.1:2/v1", "k2", "m2"),
            new ProviderConfig(
                "anthropic", Protocol.ANTHROPIC, "http://127.0.0.1:3/v1", "k3", "m3"),
            new ProviderConfig("gemini", Protocol.GEMINI, "http://127.0.0.1:5/v1beta", "k5", "m5"),
            new ProviderConfig("mistral", Protocol.MISTRAL, "http://127.0.0.1:6/v1", "k6", "m6"),
            new ProviderConfig("ollama", Protocol.OLLAMA, "http://127.0.0.1:4", null, "m4"));
    assertThat(config.limits().silence()).isEqualTo(Duration.ofSeconds(90));
    assertThat(config.defaultModel()).isEqualTo("custom/m1");
    assertThat(config.rehearsalPause()).isEqualTo(Duration.ofMillis(3));
  }

  @Test
  void theDefaultIsWhatIsNamedOrElseTheFirstProviders() {
    assertThat(defaultOf(Map.of("OPENAI_API_KEY", "k", "PERDURE_MODEL", "a/b"))).isEqualTo("a/b");
    assertThat(defaultOf(Map.of("PERDURE_MODEL_URL", "http://h/v1"))).isEqualTo("custom/default");
    assertThat(defaultOf(Map.of("ANTHROPIC_API_KEY", "k"))).isEqualTo("anthropic/claude-haiku-4-5");
    assertThat(defaultOf(Map.of("GEMINI_API_KEY", "k"))).isEqualTo("gemini/gemini-2.5-flash");
    assertThat(defaultOf(Map.of("MISTRAL_API_KEY", "k"))).isEqualTo("mistral/mistral-small-latest");
    assertThat(defaultOf(Map.of("PERDURE_OLLAMA_MODEL", "m"))).isEqualTo("ollama/m");
  }

  @Test
  void neverShowsAKey() {
    var config = LlmConfig.fromEnvironment(Map.of("OPENAI_API_KEY", "sk-secret"));
    assertThat(config.toString()).contains("openai").doesNotContain("secret");
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> LlmConfig.fromEnvironment(Map.of("PERDURE_MODEL_URL", "ftp://x")))
        .hasMessageContaining("http://");
    assertThatThrownBy(
            () -> LlmConfig.fromEnvironment(Map.of("PERDURE_REHEARSAL_PAUSE_MS", "fast")))
        .hasMessageContaining("PERDURE_REHEARSAL_PAUSE_MS");
    for (String silence : List.of("60", "0s", "soon")) {
      assertThatThrownBy(() -> LlmConfig.fromEnvironment(Map.of("PERDURE_MODEL_SILENCE", silence)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String defaultOf(Map<String, String> environment) {
    return LlmConfig.fromEnvironment(environment).defaultModel();
  }
}
