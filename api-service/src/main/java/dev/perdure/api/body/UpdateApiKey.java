package dev.perdure.api.body;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of an API key; what is absent stays.
 *
 * @param allowedAddresses empty for everywhere
 * @param expiresAt an RFC 3339 time; an empty text for never
 */
public record UpdateApiKey(
    @Nullable String name,
    @Nullable List<@Nullable String> allowedAddresses,
    @Nullable Boolean signed,
    @Nullable String expiresAt) {}
