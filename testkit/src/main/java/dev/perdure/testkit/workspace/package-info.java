/** Workspaces in memory, for tests of tools that work with files. */
@NullMarked
package dev.perdure.testkit.workspace;

import org.jspecify.annotations.NullMarked;
