/** The configuration of a server or worker, as records that check themselves. */
@NullMarked
package dev.perdure.api.config;

import org.jspecify.annotations.NullMarked;
