/** Tests of plug-ins. */
@NullMarked
package dev.perdure.api.plugin;

import org.jspecify.annotations.NullMarked;
