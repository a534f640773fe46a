/** Certificates and keys for TLS, read from PEM files. */
@NullMarked
package dev.perdure.security.tls;

import org.jspecify.annotations.NullMarked;
