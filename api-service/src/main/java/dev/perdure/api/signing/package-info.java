/** Requests that are signed: the secrets, the signature, and that each is taken once. */
@NullMarked
package dev.perdure.api.signing;

import org.jspecify.annotations.NullMarked;
