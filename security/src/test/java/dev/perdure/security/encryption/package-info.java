/** Tests of envelope encryption. */
@NullMarked
package dev.perdure.security.encryption;

import org.jspecify.annotations.NullMarked;
