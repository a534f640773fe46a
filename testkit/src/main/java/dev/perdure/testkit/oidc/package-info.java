/** How the OIDC provider signs people in. */
@NullMarked
package dev.perdure.testkit.oidc;

import org.jspecify.annotations.NullMarked;
