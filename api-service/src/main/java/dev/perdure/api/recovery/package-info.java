/** Background tasks that bring lost starts, rings and workflows back on course. */
@NullMarked
package dev.perdure.api.recovery;

import org.jspecify.annotations.NullMarked;
