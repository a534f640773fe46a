/** Tests of TLS: to the service, and from it to its parts. */
@NullMarked
package dev.perdure.api.tls;

import org.jspecify.annotations.NullMarked;
