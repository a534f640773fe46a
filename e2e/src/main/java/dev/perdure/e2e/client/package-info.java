/** A small client of the public API that trusts nothing: it records all it is sent. */
@NullMarked
package dev.perdure.e2e.client;

import org.jspecify.annotations.NullMarked;
