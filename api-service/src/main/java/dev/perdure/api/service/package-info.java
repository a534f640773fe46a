/** The use cases of the API, one method each, over core's ports. */
@NullMarked
package dev.perdure.api.service;

import org.jspecify.annotations.NullMarked;
