/** The JSON shapes of requests and responses. */
@NullMarked
package dev.perdure.api.body;

import org.jspecify.annotations.NullMarked;
