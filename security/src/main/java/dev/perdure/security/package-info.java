/** Envelope encryption, signatures, and the guarded client for requests to the outside. */
@NullMarked
package dev.perdure.security;

import org.jspecify.annotations.NullMarked;
