package dev.perdure.llm.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.model.ModelPrice;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.tenant.OrgId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceTableTest {
  private static final OrgId ORG = new OrgId(new UUID(1, 1));
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void knowsWellKnownModelsAndSaysNothingOfOthers() {
    var table = PriceTable.create(List.of());
    assertThat(input(table, "anthropic/claude-haiku-4-5", NOW)).hasValue(1_000_000L);
    assertThat(input(table, "anthropic/claude-sonnet-4-5-20250929", NOW)).hasValue(3_000_000L);
    assertThat(input(table, "openai/gpt-5-mini", NOW)).hasValue(250_000L);
    assertThat(input(table, "ollama/llama3.2:3b", NOW)).hasValue(0L);
    for (String unknown : List.of("openai/gpt-5-pro", "custom/x", "nonsense", "gpt-5")) {
      assertThat(table.price(ORG, unknown, NOW)).isEmpty();
    }
  }

  @Test
  void theRehearsalModelHasAPriceToo() {
    ModelPrice price =
        PriceTable.create(List.of()).price(ORG, "rehearsal/default", NOW).orElseThrow();
    assertThat(price.cost(new TokenUsage(100, 0, 20, 0))).isEqualTo(180);
  }

  @Test
  void aPriceHoldsFromItsDay() {
    var table =
        PriceTable.create(
            List.of(
                entry("p/m", "1", "2026-01-01"),
                entry("p/m", "2", "2026-06-01"),
                entry("p/m", "3", "2027-01-01")));
    assertThat(input(table, "p/m", Instant.parse("2025-12-31T23:59:59Z"))).isEmpty();
    assertThat(input(table, "p/m", Instant.parse("2026-01-01T00:00:00Z"))).hasValue(1_000_000L);
    assertThat(input(table, "p/m", NOW)).hasValue(2_000_000L);
  }

  @Test
  void theConfigurationWinsAndTheCloserName() {
    var table =
        PriceTable.create(
            List.of(
                entry("openai/gpt-*", "7", null),
                entry("openai/gpt-5*", "8", null),
                entry("openai/gpt-5", "0.000001", null)));
    assertThat(input(table, "openai/gpt-5", NOW)).hasValue(1L);
    assertThat(input(table, "openai/gpt-5-mini", NOW)).hasValue(8_000_000L);
    assertThat(input(table, "openai/gpt-4o", NOW)).hasValue(7_000_000L);
    assertThat(input(table, "openai/o3", NOW)).hasValue(2_000_000L);
  }

  @Test
  void cachedInputCostsTheSameUnlessItIsSaid() {
    var table = PriceTable.create(List.of(entry("p/m", "2", null)));
    assertThat(table.price(ORG, "p/m", NOW).orElseThrow().cachedInputMicrosPerMillion())
        .isEqualTo(2_000_000);
  }

  @Test
  void saysWhichPriceIsWrong() {
    for (PriceEntry wrong :
        List.of(
            entry("p/m", "1", "soon"),
            entry("p/*m", "1", null),
            entry("p/m", "0.0000001", null),
            entry("p/m", "-1", null),
            new PriceEntry("p/m", BigDecimal.ONE, null, null, null, null))) {
      assertThatThrownBy(() -> PriceTable.create(List.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("p/");
    }
    assertThatThrownBy(() -> PriceTable.create(List.of(entry("model", "1", null))))
        .hasMessageContaining("provider/model");
  }

  private static PriceEntry entry(String model, String dollars, @Nullable String from) {
    var price = new BigDecimal(dollars);
    return new PriceEntry(model, price, null, price, from, null);
  }

  private static Optional<Long> input(PriceTable table, String model, Instant at) {
    return table.price(ORG, model, at).map(ModelPrice::inputMicrosPerMillion);
  }
}
