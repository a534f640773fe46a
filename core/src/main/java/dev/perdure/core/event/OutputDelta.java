package dev.perdure.core.event;

import dev.perdure.core.skill.LiveOutput.Channel;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of what a tool shows while it works. Live only, and kept nowhere: the tool's result tells
 * what matters of it.
 *
 * @param fence the attempt that makes the call
 * @param offset how much the call has shown before, in UTF-16 units; a piece that was missed shows
 *     as a jump
 * @param parentRunId the run that delegated to {@code runId}; absent unless that is a sub-agent
 */
public record OutputDelta(
    UUID runId,
    String stepId,
    String toolCallId,
    long fence,
    int offset,
    Channel channel,
    String text,
    @Nullable UUID parentRunId) {}
