package dev.perdure.core.model;

import dev.perdure.core.run.TokenUsage;
import java.time.LocalDate;

/**
 * What a model's tokens cost, in micro US dollars for a million tokens: 1 dollar for a million is
 * 1,000,000.
 *
 * @param model a model's name; with {@code *} at its end, every name that begins so
 * @param cachedInputMicrosPerMillion for input the provider read from its cache
 * @param validFrom the first day (UTC) on which the price holds
 */
public record ModelPrice(
    String provider,
    String model,
    long inputMicrosPerMillion,
    long cachedInputMicrosPerMillion,
    long outputMicrosPerMillion,
    LocalDate validFrom) {
  private static final long MILLION = 1_000_000;

  public ModelPrice {
    if (inputMicrosPerMillion < 0
        || cachedInputMicrosPerMillion < 0
        || outputMicrosPerMillion < 0) {
      throw new IllegalArgumentException(
          "The price of " + provider + "/" + model + " must not be negative.");
    }
  }

  /** How many output tokens so many micro US dollars buy. */
  public long outputFor(long micros) {
    if (outputMicrosPerMillion == 0) {
      return Long.MAX_VALUE;
    }
    return Math.clamp(micros, 0, Long.MAX_VALUE / MILLION) * MILLION / outputMicrosPerMillion;
  }

  /** What these tokens cost, in micro US dollars, rounded up. */
  public long cost(TokenUsage usage) {
    long cached = Math.min(usage.cachedInput(), usage.input());
    long micros =
        Math.addExact(
            Math.multiplyExact(usage.input() - cached, inputMicrosPerMillion),
            Math.addExact(
                Math.multiplyExact(cached, cachedInputMicrosPerMillion),
                Math.multiplyExact(usage.output(), outputMicrosPerMillion)));
    return Math.ceilDiv(micros, MILLION);
  }
}
