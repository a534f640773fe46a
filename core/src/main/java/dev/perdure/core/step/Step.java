package dev.perdure.core.step;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perdure.core.run.RunError;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step or tool call as shown to people.
 *
 * @param attempts how often it was claimed
 * @param tool the tool's name, for a tool call
 * @param subAgentRunId the run it was delegated to, for a call of a DELEGATE step
 */
public record Step(
    @JsonIgnore StepRef ref,
    StepKind kind,
    StepStatus status,
    long attempts,
    @Nullable String tool,
    @Nullable String toolCallId,
    @Nullable UUID subAgentRunId,
    @Nullable RunError error,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {}
