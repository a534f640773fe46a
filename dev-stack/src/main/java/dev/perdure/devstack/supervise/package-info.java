/** Keeps the servers and the service's processes running, and tells how they are. */
@NullMarked
package dev.perdure.devstack.supervise;

import org.jspecify.annotations.NullMarked;
