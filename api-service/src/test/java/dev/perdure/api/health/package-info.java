/** What a process says of its health. */
@NullMarked
package dev.perdure.api.health;

import org.jspecify.annotations.NullMarked;
