package dev.perdure.core.step;

import dev.perdure.core.skill.Effect;
import java.time.Duration;

/**
 * A tool call the workflow is to run: its place and the limits of its tool, never its arguments.
 *
 * @param call its place in the ACT step, counted from 1
 * @param timeout the most one attempt may take
 * @param maxAttempts how often it may be tried
 */
public record PlannedCall(
    int call, String tool, Effect effect, Duration timeout, int maxAttempts) {}
