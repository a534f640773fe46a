/** Whether the process is alive and the parts it needs are there. */
@NullMarked
package dev.perdure.api.health;

import org.jspecify.annotations.NullMarked;
