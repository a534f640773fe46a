/**
 * The hub that serves event streams: durable events from PostgreSQL, each once and in order, and
 * text as it is being written.
 */
@NullMarked
package dev.perdure.api.stream;

import org.jspecify.annotations.NullMarked;
