/** Encryption at rest, put together, and its rotation. */
@NullMarked
package dev.perdure.api.encryption;

import org.jspecify.annotations.NullMarked;
