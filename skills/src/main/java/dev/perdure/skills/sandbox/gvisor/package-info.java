/** The sandbox with a kernel of its own: gVisor's runsc. */
@NullMarked
package dev.perdure.skills.sandbox.gvisor;

import org.jspecify.annotations.NullMarked;
