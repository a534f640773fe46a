/** Models: the port to language models and the SPI their providers implement. */
@NullMarked
package dev.perdure.core.model;

import org.jspecify.annotations.NullMarked;
