package dev.perdure.e2e.client;

import org.jspecify.annotations.Nullable;

/** A step or a tool call as the API shows it. */
public record StepView(
    String stepId, String kind, String status, long attempts, @Nullable String tool) {}
