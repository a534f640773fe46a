/** The sandbox: where code that a model wrote is run. The SPI of its backends. */
@NullMarked
package dev.perdure.core.sandbox;

import org.jspecify.annotations.NullMarked;
