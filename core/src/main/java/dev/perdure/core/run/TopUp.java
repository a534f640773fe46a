package dev.perdure.core.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is added to a run's budget; what is null stays as it is. All amounts are positive. */
public record TopUp(
    @Nullable Integer steps,
    @Nullable Long tokens,
    @Nullable Long costMicros,
    @Nullable Duration wallTime) {}
