/** The default sandbox: bubblewrap, a filter of system calls, and limits. */
@NullMarked
package dev.perdure.skills.sandbox.bubblewrap;

import org.jspecify.annotations.NullMarked;
