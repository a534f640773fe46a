/**
 * Finds the servers on this machine, or fetches pinned and checked ones into the {@code .perdure}
 * folder.
 */
@NullMarked
package dev.perdure.devstack.fetch;

import org.jspecify.annotations.NullMarked;
