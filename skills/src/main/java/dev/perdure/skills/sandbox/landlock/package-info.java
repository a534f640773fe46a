/** The sandbox for ordinary containers: Landlock, a filter of system calls, and limits. */
@NullMarked
package dev.perdure.skills.sandbox.landlock;

import org.jspecify.annotations.NullMarked;
