/** Texts that strangers wrote: patterns. */
@NullMarked
package dev.perdure.core.text;

import org.jspecify.annotations.NullMarked;
