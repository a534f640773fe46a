/**
 * Starts and drives the separate processes that tests and demos use: model server and effect
 * recorder.
 */
@NullMarked
package dev.perdure.testkit;

import org.jspecify.annotations.NullMarked;
