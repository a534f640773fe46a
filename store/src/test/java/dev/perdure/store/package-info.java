/** Tests of the storage ports on a real PostgreSQL. */
@NullMarked
package dev.perdure.store;

import org.jspecify.annotations.NullMarked;
