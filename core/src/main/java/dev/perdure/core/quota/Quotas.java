package dev.perdure.core.quota;

/**
 * What an organization may ask for, and where that comes from.
 *
 * @param plan the name of its plan
 * @param said what was said otherwise for it
 * @param limits what follows from both
 */
public record Quotas(String plan, LimitsOverride said, Limits limits) {}
