/** Tests of the registry and the plug-ins. */
@NullMarked
package dev.perdure.skills;

import org.jspecify.annotations.NullMarked;
