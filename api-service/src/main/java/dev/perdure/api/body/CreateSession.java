package dev.perdure.api.body;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A new session.
 *
 * @param agentId the agent its runs use when they name none
 * @param agent the same by name
 */
public record CreateSession(
    @Nullable String title,
    @Nullable UUID agentId,
    @Nullable String agent,
    @Nullable Map<String, String> metadata) {}
