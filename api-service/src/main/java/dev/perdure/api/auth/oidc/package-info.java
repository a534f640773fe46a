/** Signing in to the console at an OIDC provider: authorization code with PKCE. */
@NullMarked
package dev.perdure.api.auth.oidc;

import org.jspecify.annotations.NullMarked;
