/** Tests of rate limits. */
@NullMarked
package dev.perdure.api.limits;

import org.jspecify.annotations.NullMarked;
