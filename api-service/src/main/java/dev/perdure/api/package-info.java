/** The composition root: the application, its commands and the wiring of every part. */
@NullMarked
package dev.perdure.api;

import org.jspecify.annotations.NullMarked;
