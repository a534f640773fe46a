package dev.perdure.api.body;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of a role; what is absent stays, an empty description removes it. */
public record UpdateRole(
    @Nullable String description, @Nullable List<@Nullable String> permissions) {}
