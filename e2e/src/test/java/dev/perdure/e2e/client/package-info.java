/** Tests of the client that judges the streams. */
@NullMarked
package dev.perdure.e2e.client;

import org.jspecify.annotations.NullMarked;
