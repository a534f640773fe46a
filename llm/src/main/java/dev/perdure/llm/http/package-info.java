/**
 * One streamed HTTP exchange with a provider: its limits, its end, and the one place that types its
 * errors.
 */
@NullMarked
package dev.perdure.llm.http;

import org.jspecify.annotations.NullMarked;
