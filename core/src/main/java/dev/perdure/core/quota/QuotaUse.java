package dev.perdure.core.quota;

import java.time.Instant;

/**
 * What an organization uses right now, counted from the rows.
 *
 * @param workingRuns runs that count as concurrent
 * @param queuedRuns runs that wait for their turn
 * @param spentMicros what model calls of the day have cost, in millionths of a US dollar
 * @param reservedMicros what calls under way may cost at most
 * @param resetsAt when the day ends
 * @param storedBytes what the files of all sessions take
 * @param storedFiles how many there are
 */
public record QuotaUse(
    int workingRuns,
    int queuedRuns,
    long spentMicros,
    long reservedMicros,
    Instant resetsAt,
    long storedBytes,
    int storedFiles) {}
