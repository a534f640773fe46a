/** Agents: named, versioned configurations of what runs. */
@NullMarked
package dev.perdure.core.agent;

import org.jspecify.annotations.NullMarked;
