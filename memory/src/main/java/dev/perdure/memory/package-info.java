/**
 * Short-term memory in Redis: cached transcripts and the live stream. Redis may vanish any time.
 */
@NullMarked
package dev.perdure.memory;

import org.jspecify.annotations.NullMarked;
