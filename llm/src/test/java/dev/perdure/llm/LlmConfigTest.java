package dev.perdure.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.llm.provider.ProviderConfig;
import dev.perdure.llm.provider.ProviderConfig.Protocol;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LlmConfigTest {

  @Test
  void withoutAnythingTheRehearsalModelIsTheDefault() {
    LlmConfig config = LlmConfig.fromEnvironment(Map.of("OPENAI_API_KEY", " "));
    assertThat(config.providers())
        .containsExactly(
            new ProviderConfig(
                "ollama", Protocol.OPENAI_COMPATIBLE, "http://127.0.0.1:11434/v1", null, null));
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
                Map.entry("PERDURE_OLLAMA_URL", "http://127.0.0.1:4/v1"),
                Map.entry("PERDURE_OLLAMA_MODEL", "m4"),
                Map.entry("PERDURE_REHEARSAL_PAUSE_MS", "3")));
    assertThat(config.providers())
        .containsExactly(
            new ProviderConfig(
                "custom", Protocol.OPENAI_COMPATIBLE, "http://127.0.0.1:1/v1", "k1", "m1"),
            new ProviderConfig("openai", Protocol.OPENAI, "http://127.0.0.1:2/v1", "k2", "m2"),
            new ProviderConfig(
                "anthropic", Protocol.ANTHROPIC, "http://127.0.0.1:3/v1", "k3", "m3"),
            new ProviderConfig(
                "ollama", Protocol.OPENAI_COMPATIBLE, "http://127.0.0.1:4/v1", null, "m4"));
    assertThat(config.defaultModel()).isEqualTo("custom/m1");
    assertThat(config.rehearsalPause()).isEqualTo(Duration.ofMillis(3));
  }

  @Test
  void theDefaultIsWhatIsNamedOrElseTheFirstProviders() {
    assertThat(defaultOf(Map.of("OPENAI_API_KEY", "k", "PERDURE_MODEL", "a/b"))).isEqualTo("a/b");
    assertThat(defaultOf(Map.of("PERDURE_MODEL_URL", "http://h/v1"))).isEqualTo("custom/default");
    assertThat(defaultOf(Map.of("ANTHROPIC_API_KEY", "k"))).isEqualTo("anthropic/claude-haiku-4-5");
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
  }

  private static String defaultOf(Map<String, String> environment) {
    return LlmConfig.fromEnvironment(environment).defaultModel();
  }
}
