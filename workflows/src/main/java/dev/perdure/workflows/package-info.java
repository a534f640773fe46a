/** The orchestrator: deterministic code only, and the activity interfaces it calls. */
@NullMarked
package dev.perdure.workflows;

import org.jspecify.annotations.NullMarked;
