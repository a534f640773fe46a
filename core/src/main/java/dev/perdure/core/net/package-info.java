/** Requests to the outside: the one guarded client, what it is asked, and what it may reach. */
@NullMarked
package dev.perdure.core.net;

import org.jspecify.annotations.NullMarked;
