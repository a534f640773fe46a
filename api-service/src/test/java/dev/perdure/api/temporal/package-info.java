/** Tests of how the service speaks with Temporal. */
@NullMarked
package dev.perdure.api.temporal;

import org.jspecify.annotations.NullMarked;
