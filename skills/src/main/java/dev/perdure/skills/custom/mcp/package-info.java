/** Skills that are MCP servers: over HTTP for organizations, as processes for operators. */
@NullMarked
package dev.perdure.skills.custom.mcp;

import org.jspecify.annotations.NullMarked;
