/** Programs that try to break out of a sandbox, or to harm the worker. */
@NullMarked
package dev.perdure.skills.sandbox.attack;

import org.jspecify.annotations.NullMarked;
