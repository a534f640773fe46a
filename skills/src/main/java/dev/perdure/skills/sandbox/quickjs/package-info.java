/** JavaScript in WebAssembly, in a JVM of its own, where no process sandbox runs it. */
@NullMarked
package dev.perdure.skills.sandbox.quickjs;

import org.jspecify.annotations.NullMarked;
