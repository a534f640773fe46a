/** Tests of how core's records look as JSON. */
@NullMarked
package dev.perdure.core.json;

import org.jspecify.annotations.NullMarked;
