/** Tests of tokens. */
@NullMarked
package dev.perdure.api.auth.token;

import org.jspecify.annotations.NullMarked;
