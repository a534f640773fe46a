package dev.perdure.e2e.harness;

/** An organization and a key to it. */
public record Tenant(String orgId, String apiKey) {}
