package dev.perdure.e2e.client;

/** What the API answered to the start of a run. */
public record Started(String sessionId, String runId) {}
