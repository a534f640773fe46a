/** Processes that die with the JVM that started them, and the ports and files they use. */
@NullMarked
package dev.perdure.devstack.process;

import org.jspecify.annotations.NullMarked;
