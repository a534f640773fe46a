package dev.perdure.api.body;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes of a session; what is absent stays. */
public record UpdateSession(@Nullable String title, @Nullable Map<String, String> metadata) {}
