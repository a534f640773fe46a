package dev.perdure.core.run;

import org.jspecify.annotations.Nullable;

/**
 * Why a run or a step failed, in words for the person who reads it.
 *
 * @param code stable, for programs, such as {@code model_rate_limited}
 * @param suggestion what to do about it
 */
public record RunError(String code, String message, @Nullable String suggestion) {}
