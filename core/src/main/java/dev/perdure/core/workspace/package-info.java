/** The workspace of a session: its files, their versions and their trash, as tools see them. */
@NullMarked
package dev.perdure.core.workspace;

import org.jspecify.annotations.NullMarked;
