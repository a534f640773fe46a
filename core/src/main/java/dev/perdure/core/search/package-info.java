/** The SPI of services that search the web, and what is asked of and answered by them. */
@NullMarked
package dev.perdure.core.search;

import org.jspecify.annotations.NullMarked;
