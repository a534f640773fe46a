/** Storage in PostgreSQL: the adapters behind core's storage ports, and the migrations. */
@NullMarked
package dev.perdure.store;

import org.jspecify.annotations.NullMarked;
