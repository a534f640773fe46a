package dev.perdure.llm.rehearsal;

import dev.perdure.core.model.ToolSpec;

/**
 * A tool that the user's words ask for.
 *
 * @param arguments JSON
 */
record Cue(ToolSpec tool, String arguments) {}
