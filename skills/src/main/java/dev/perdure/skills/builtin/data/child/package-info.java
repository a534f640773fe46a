/**
 * The process that runs one query: DuckDB over files, or the driver of PostgreSQL; all else is kept
 * out of it.
 */
@NullMarked
package dev.perdure.skills.builtin.data.child;

import org.jspecify.annotations.NullMarked;
