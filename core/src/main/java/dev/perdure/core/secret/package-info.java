/** Encryption at rest: what is encrypted, and with which keys. */
@NullMarked
package dev.perdure.core.secret;

import org.jspecify.annotations.NullMarked;
