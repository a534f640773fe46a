/** Envelope encryption: key-encryption key, keyset of an organization, value; and its rotation. */
@NullMarked
package dev.perdure.security.encryption;

import org.jspecify.annotations.NullMarked;
