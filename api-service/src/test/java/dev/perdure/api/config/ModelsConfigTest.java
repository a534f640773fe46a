package dev.perdure.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.tenant.OrgId;
import io.dropwizard.jackson.Jackson;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ModelsConfigTest {
  private static final ObjectMapper JSON = Jackson.newObjectMapper();

  @Test
  void handsOnWhatPlugInsNeedAndTheLimitOfSilence() throws Exception {
    ModelsConfig config =
        read(
            "{\"settings\": {\"ACME_KEY\": \"secret\"}, \"silence\": \"2m\", \"geminiKey\": \"g\"}");
    assertThat(config.llm().settings().get("ACME_KEY")).contains("secret");
    assertThat(config.llm().limits().silence()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.llm().defaultModel()).startsWith("gemini/");
    assertThat(config.toString()).doesNotContain("secret");
    assertThat(config.llm().toString()).doesNotContain("secret");
  }

  @Test
  void pricesGoBeforeTheShippedOnes() throws Exception {
    ModelsConfig config =
        read(
            "{\"prices\": [{\"model\": \"openai/gpt-5\", \"input\": 9.5, \"output\": 1,"
                + " \"validFrom\": \"2026-01-01\"}]}");
    var org = new OrgId(new UUID(1, 1));
    var now = Instant.parse("2026-11-22T00:00:00Z");
    assertThat(config.priceList().price(org, "openai/gpt-5", now).orElseThrow())
        .hasFieldOrPropertyWithValue("inputMicrosPerMillion", 9_500_000L);
    assertThat(config.priceList().price(org, "rehearsal/default", now)).isPresent();
    assertThatThrownBy(() -> read("{\"prices\": [{\"model\": \"gpt\"}]}").priceList())
        .hasMessageContaining("provider/model");
  }

  private static ModelsConfig read(String json) throws Exception {
    return JSON.readValue(json, ModelsConfig.class);
  }
}
