/** Sessions and the messages of their threads. */
@NullMarked
package dev.perdure.core.session;

import org.jspecify.annotations.NullMarked;
