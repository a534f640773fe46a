/** A person signed in to the console: the cookie, what it stands for, and what guards it. */
@NullMarked
package dev.perdure.api.auth.console;

import org.jspecify.annotations.NullMarked;
