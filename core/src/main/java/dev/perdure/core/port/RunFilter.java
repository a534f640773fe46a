package dev.perdure.core.port;

import dev.perdure.core.run.RunStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which runs are wanted; what is null does not narrow. */
public record RunFilter(
    @Nullable UUID sessionId, @Nullable UUID agentId, @Nullable RunStatus status) {}
