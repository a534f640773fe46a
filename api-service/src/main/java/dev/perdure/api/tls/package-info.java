/** HTTPS: where the service listens, and certificates that are replaced while it does. */
@NullMarked
package dev.perdure.api.tls;

import org.jspecify.annotations.NullMarked;
