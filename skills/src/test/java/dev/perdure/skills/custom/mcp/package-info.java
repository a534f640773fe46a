/** Tests of skills that are MCP servers. */
@NullMarked
package dev.perdure.skills.custom.mcp;

import org.jspecify.annotations.NullMarked;
