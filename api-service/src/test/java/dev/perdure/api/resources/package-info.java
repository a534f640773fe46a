/** Tests of single resources. */
@NullMarked
package dev.perdure.api.resources;

import org.jspecify.annotations.NullMarked;
