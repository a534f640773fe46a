package dev.perdure.core.port;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param limit the most items, 1 to 200
 * @param after the {@link Page#next} of the part before; a cursor that was not given out is refused
 *     with {@code invalid_cursor}
 */
public record PageRequest(int limit, @Nullable String after) {}
