package dev.perdure.api.body;

import org.jspecify.annotations.Nullable;

/** Changes of an agent's name and description; what is absent stays, an empty text removes. */
public record UpdateAgent(@Nullable String name, @Nullable String description) {}
