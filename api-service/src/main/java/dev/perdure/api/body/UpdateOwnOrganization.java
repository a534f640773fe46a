package dev.perdure.api.body;

import org.jspecify.annotations.Nullable;

/**
 * Changes of the caller's organization; what is absent stays.
 *
 * @param signed whether each request under an API key must carry a signature
 */
public record UpdateOwnOrganization(@Nullable String name, @Nullable Boolean signed) {}
