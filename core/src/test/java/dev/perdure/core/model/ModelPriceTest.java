package dev.perdure.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.run.TokenUsage;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ModelPriceTest {
  private static final ModelPrice PRICE =
      new ModelPrice("p", "m", 3_000_000, 300_000, 15_000_000, LocalDate.EPOCH);

  @Test
  void pricesCachedInputApart() {
    assertThat(PRICE.cost(new TokenUsage(1_000_000, 400_000, 100_000, 50_000)))
        .isEqualTo(600_000 * 3 + 400_000 * 3 / 10 + 100_000 * 15);
  }

  @Test
  void roundsUp() {
    assertThat(PRICE.cost(new TokenUsage(0, 0, 0, 0))).isZero();
    var cheap = new ModelPrice("p", "m", 1, 1, 1, LocalDate.EPOCH);
    assertThat(cheap.cost(new TokenUsage(1, 0, 0, 0))).isEqualTo(1);
    assertThat(cheap.cost(new TokenUsage(600_000, 0, 400_001, 0))).isEqualTo(2);
  }

  @Test
  void neverPaysForLessThanNothing() {
    assertThat(PRICE.cost(new TokenUsage(10, 20, 0, 0))).isEqualTo(3);
    assertThatThrownBy(() -> new ModelPrice("p", "m", -1, 0, 0, LocalDate.EPOCH))
        .hasMessageContaining("p/m");
  }
}
