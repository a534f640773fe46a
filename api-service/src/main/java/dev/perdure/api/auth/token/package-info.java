/** Tokens: those of OIDC issuers and our own, and whom they stand for. */
@NullMarked
package dev.perdure.api.auth.token;

import org.jspecify.annotations.NullMarked;
