/**
 * What happens to every request before and after its route: limits, ids in the log, idempotency.
 */
@NullMarked
package dev.perdure.api.filters;

import org.jspecify.annotations.NullMarked;
