/** The commands of the program. */
@NullMarked
package dev.perdure.api.cli;

import org.jspecify.annotations.NullMarked;
