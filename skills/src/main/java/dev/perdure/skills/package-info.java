/** The registry: which skills there are, and whether a call's arguments fit its tool. */
@NullMarked
package dev.perdure.skills;

import org.jspecify.annotations.NullMarked;
