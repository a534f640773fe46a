/** What all sandboxes share that are processes of this machine: folders, files, limits, an end. */
@NullMarked
package dev.perdure.skills.sandbox.process;

import org.jspecify.annotations.NullMarked;
