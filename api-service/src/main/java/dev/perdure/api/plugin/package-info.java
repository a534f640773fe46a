/** Plug-ins: jars in a folder, each with a class loader of its own. */
@NullMarked
package dev.perdure.api.plugin;

import org.jspecify.annotations.NullMarked;
