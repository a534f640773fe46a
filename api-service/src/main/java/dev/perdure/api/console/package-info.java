/** The web console's static files, served with their security headers. */
@NullMarked
package dev.perdure.api.console;

import org.jspecify.annotations.NullMarked;
