/**
 * Starts real PostgreSQL, Redis and Temporal for development and tests, on loopback, with no
 * Docker.
 */
@NullMarked
package dev.perdure.devstack;

import org.jspecify.annotations.NullMarked;
