/** Tests on a real Redis. */
@NullMarked
package dev.perdure.memory;

import org.jspecify.annotations.NullMarked;
