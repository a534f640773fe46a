/** Ports to storage and live delivery; adapters implement them, api-service wires them. */
@NullMarked
package dev.perdure.core.port;

import org.jspecify.annotations.NullMarked;
