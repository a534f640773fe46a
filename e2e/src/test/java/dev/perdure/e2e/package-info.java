/** Tests over the running product: over HTTP, on real servers, with real kills. */
@NullMarked
package dev.perdure.e2e;

import org.jspecify.annotations.NullMarked;
