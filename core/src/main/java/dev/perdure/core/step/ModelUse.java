package dev.perdure.core.step;

import dev.perdure.core.run.TokenUsage;
import java.time.Duration;

/**
 * What the model calls of an attempt used.
 *
 * @param provider who answered
 * @param costMicros in millionths of a US dollar; 0 when the price is not known
 */
public record ModelUse(
    String provider, String model, TokenUsage usage, Duration duration, long costMicros) {}
