/** Tests of what JSON is read and written. */
@NullMarked
package dev.perdure.api.json;

import org.jspecify.annotations.NullMarked;
