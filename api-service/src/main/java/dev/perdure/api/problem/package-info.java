/** Errors as RFC 9457 problem details, mapped in one place. */
@NullMarked
package dev.perdure.api.problem;

import org.jspecify.annotations.NullMarked;
