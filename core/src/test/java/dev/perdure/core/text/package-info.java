/** Tests of patterns. */
@NullMarked
package dev.perdure.core.text;

import org.jspecify.annotations.NullMarked;
